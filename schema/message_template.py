"""What a merchant writes to its customers: templates, their words, and the tags in them."""

from datetime import datetime

import strawberry

from schema.enums.customer import Channel
from schema.enums.message_template import TemplateIssueCode, TemplateKind
from schema.node import Node
from schema.scalars import LocaleTag


@strawberry.type(
    description="Something that should be looked at in a message template, or in a message of it."
)
class TemplateIssue:
    code: TemplateIssueCode = strawberry.field(description="What it is, to branch on.")
    tag: str | None = strawberry.field(
        description="The tag it is about: its name, or what is written when nothing is called by it."
    )
    locale: LocaleTag | None = strawberry.field(
        description="In which variant it is, together with the channel."
    )
    channel: Channel | None = strawberry.field(
        description="In which variant it is, together with the locale."
    )
    message: str = strawberry.field(
        description="What it is and what to do about it, in the reader's language."
    )


@strawberry.type(description="The words of a message template in one language, for one channel.")
class TemplateVariant:
    locale: LocaleTag = strawberry.field(description="The language.")
    channel: Channel = strawberry.field(description="The channel.")
    subject: str | None = strawberry.field(description="The subject of an e-mail; null for a text message.")
    body: str = strawberry.field(description="The words, with tags such as `{{first_name|Kunde}}`.")


@strawberry.type(
    description="What a merchant writes to its customers: to each in the variant of its language, else of "
    "the merchant's, else in English."
)
class MessageTemplate(Node):
    version: int = strawberry.field(description="Counts the changes of the template.")
    created_at: datetime = strawberry.field(description="When it was made.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")
    name: str = strawberry.field(description="The name by which the merchant knows it.")
    kind: TemplateKind = strawberry.field(description="What its messages are for.")
    is_default: bool = strawberry.field(
        description="Whether it is taken when no template is named; one of each kind is."
    )
    variants: list[TemplateVariant] = strawberry.field(
        description="Its words, by language and channel. For a channel without any, those of the default "
        "template are sent."
    )
    issues: list[TemplateIssue] = strawberry.field(
        description="What should be looked at; segments are counted with usual values."
    )


@strawberry.type(description="A tag: what stands in a template where each customer's own value is to be.")
class MessageTag:
    name: str = strawberry.field(
        description="Its name: `first_name` is written `{{first_name}}` or `#first_name#`."
    )
    aliases: list[str] = strawberry.field(
        description="By what else it can be called, case and accents aside."
    )
    label: str = strawberry.field(description="What it stands for, in the reader's language.")
    example: str = strawberry.field(description="What it may become.")
