"""Groups of customers; a customer is in at most one."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.arguments import with_arguments
from schema.inputs.customer_where import CustomersSorted, CustomersWhere, Search
from schema.node import Node
from schema.page import BOTH_WAYS
from schema.readiness import GroupReadiness

if TYPE_CHECKING:
    from schema.customer import CustomerConnection


@strawberry.type(description="A group of customers. A customer is in at most one group.")
class CustomerGroup(Node):
    version: int = strawberry.field(description="Counts the changes, for `expectedVersion`.")
    name: str = strawberry.field(description="The name; no other group of the merchant has it.")
    description: str | None = strawberry.field(description="What the group is for.")
    created_at: datetime = strawberry.field(description="When the group was made.")
    updated_at: datetime = strawberry.field(description="When the group was last changed.")
    customer_count: int = strawberry.field(description="How many customers are in the group.")
    readiness: GroupReadiness = strawberry.field(
        description="How many of its customers a payment request would reach."
    )
    customers: Annotated["CustomerConnection", strawberry.lazy("schema.customer")] = with_arguments(
        "The customers of the group, by name unless sorted otherwise.",
        **BOTH_WAYS,
        query=Search,
        where=CustomersWhere,
        sort_by=CustomersSorted,
    )


@strawberry.type(description="How many customers one group has within a list.")
class GroupCount:
    group: CustomerGroup = strawberry.field(description="The group.")
    count: int = strawberry.field(description="How many customers of the list are in it.")
