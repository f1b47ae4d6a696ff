"""What a message says, in the very words that are sent."""

import strawberry

from schema.enums.customer import Channel
from schema.enums.payment_request import SmsEncoding
from schema.message_template import TemplateIssue
from schema.scalars import LocaleTag


@strawberry.type(description="A message as it is sent, with every tag replaced.")
class RenderedMessage:
    channel: Channel = strawberry.field(description="On which channel it goes out.")
    locale: LocaleTag = strawberry.field(description="The language in which it is written.")
    subject: str | None = strawberry.field(description="The subject of an e-mail.")
    text: str = strawberry.field(description="What it says, as plain text.")
    html: str | None = strawberry.field(description="What an e-mail says, as HTML.")
    encoding: SmsEncoding | None = strawberry.field(description="How a text message is encoded.")
    segments: int | None = strawberry.field(
        description="As how many messages a text message is sent, and paid for."
    )
    unicode_characters: list[str] = strawberry.field(
        description="The signs that keep a text message from being written as GSM7, each once."
    )
    issues: list[TemplateIssue] = strawberry.field(
        description="What should be looked at before it goes out; empty for what is on its way."
    )
