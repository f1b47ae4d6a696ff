"""The words of a message template, as they are given."""

import strawberry

from schema.enums.customer import Channel
from schema.inputs.optional import optional
from schema.scalars import LocaleTag


@strawberry.input(description="The words of a message template in one language, for one channel.")
class TemplateVariantInput:
    locale: LocaleTag = strawberry.field(description="The language.")
    channel: Channel = strawberry.field(description="The channel.")
    subject: str | None = optional("The subject of an e-mail, which needs one; a text message has none.")
    body: str = strawberry.field(
        description="The words, with tags such as `{{first_name|Kunde}}` or `#amount#`: see `messageTags`."
    )
