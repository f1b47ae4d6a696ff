"""The extra fields that a merchant gives its customers, and their values."""

import strawberry

from schema.enums.custom_field import CustomFieldType
from schema.node import Node
from schema.scalars import JSON


@strawberry.type(description="An extra field that a merchant gives its customers.")
class CustomFieldDefinition(Node):
    key: str = strawberry.field(
        description="The name of the field for programs, such as `contract_number`. It never changes."
    )
    label: str = strawberry.field(description="The name of the field for people.")
    type: CustomFieldType = strawberry.field(description="What the field holds. It never changes.")
    options: list[str] = strawberry.field(description="What a SELECT field can be; empty for other types.")
    required: bool = strawberry.field(description="Whether a new customer must have a value.")
    personal_data: bool = strawberry.field(
        description="Whether the values are about a person and are erased with it."
    )
    position: int = strawberry.field(description="The place of the field among the others, from 0.")


@strawberry.type(description="What a customer has in one custom field.")
class CustomFieldValue:
    definition: CustomFieldDefinition = strawberry.field(description="The field.")
    value: JSON | None = strawberry.field(
        description="The value, of the JSON type that fits the field; null when the customer has none."
    )
