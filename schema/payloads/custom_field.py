"""What mutations of custom fields answer."""

import strawberry

from schema.custom_field import CustomFieldDefinition
from schema.user_errors import InputUserError


@strawberry.type(description="What became of a custom field.")
class CustomFieldDefinitionPayload:
    custom_field_definition: CustomFieldDefinition | None = strawberry.field(
        description="The custom field; null when nothing was saved."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was saved; empty when it was."
    )
