"""What mutations of groups answer."""

import strawberry

from schema.customer import Customer
from schema.group import CustomerGroup
from schema.user_errors import InputUserError


@strawberry.type(description="A customer who came into a group, or out of it.")
class GroupMove:
    customer: Customer = strawberry.field(description="The customer.")
    from_group: CustomerGroup | None = strawberry.field(
        description="The group of the customer before; null when there was none."
    )
    to_group: CustomerGroup | None = strawberry.field(
        description="The group of the customer now; null when there is none."
    )


@strawberry.type(description="What became of a group and its customers.")
class CustomerGroupPayload:
    customer_group: CustomerGroup | None = strawberry.field(
        description="The group; null when nothing was saved."
    )
    moved: list[GroupMove] = strawberry.field(description="The customers whose group has changed.")
    skipped: list[Customer] = strawberry.field(description="The customers who stayed in another group.")
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was saved; empty when it was."
    )
