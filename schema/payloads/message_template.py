"""What mutations of message templates answer."""

import strawberry

from schema.message_template import MessageTemplate
from schema.user_errors import InputUserError


@strawberry.type(description="What became of a message template.")
class MessageTemplatePayload:
    message_template: MessageTemplate | None = strawberry.field(
        description="The template, with what should be looked at; null when nothing was saved."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was saved; empty when it was."
    )
