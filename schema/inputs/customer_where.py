"""Which customers, in which order."""

from typing import Annotated

import strawberry

from schema.enums.customer import Channel, CreationSource, SendBlocker
from schema.enums.sorting import CustomerSortField, SortDirection
from schema.inputs.filters import (
    CustomFieldFilterInput,
    DateTimeRangeInput,
    IdSetInput,
    IntRangeInput,
    MoneyRangeInput,
    StringFilterInput,
)
from schema.inputs.optional import optional


@strawberry.input(description="What customers must be; every condition given must hold.")
class CustomerWhereInput:
    and_: list["CustomerWhereInput"] | None = optional("All of these hold.", name="AND")
    or_: list["CustomerWhereInput"] | None = optional("At least one of these holds.", name="OR")
    not_: Annotated["CustomerWhereInput", strawberry.lazy("schema.inputs.customer_where")] | None = optional(
        "This does not hold.", name="NOT"
    )
    ids: list[strawberry.ID] | None = optional("They are one of these customers.")
    group_ids: IdSetInput | None = optional("They are in one of these groups, or in none of them.")
    has_group: bool | None = optional("True: they are in a group. False: they are in none.")
    name: StringFilterInput | None = optional("What the display name must be.")
    phone: StringFilterInput | None = optional("What the telephone number must be, in any notation.")
    email: StringFilterInput | None = optional("What the e-mail address must be, in any case.")
    external_reference: StringFilterInput | None = optional("What the external reference must be.")
    creation_source: list[CreationSource] | None = optional("They came to be there in one of these ways.")
    created_at: DateTimeRangeInput | None = optional("When they were made.")
    updated_at: DateTimeRangeInput | None = optional("When they were last changed.")
    last_payment_at: DateTimeRangeInput | None = optional("When they last paid.")
    total_paid: MoneyRangeInput | None = optional("How much they have paid in one currency.")
    payment_count: IntRangeInput | None = optional("How many payments have arrived from them.")
    custom_field: list[CustomFieldFilterInput] | None = optional("What their custom fields must hold.")
    ready: Channel | None = optional("A payment request would reach them on this channel.")
    blockers: list[SendBlocker] | None = optional("At least one of these reasons concerns them.")


@strawberry.input(description="The order of a list of customers.")
class CustomerSortInput:
    field: CustomerSortField = strawberry.field(description="By what they are sorted.")
    direction: SortDirection = strawberry.field(
        default=SortDirection.ASC, description="In which direction they are sorted."
    )


@strawberry.input(description="Which customers an action concerns. All that is given must hold.")
class CustomerSelector:
    ids: list[strawberry.ID] | None = optional("These customers.")
    where: CustomerWhereInput | None = optional("Customers for whom this holds.")
    group_id: strawberry.ID | None = optional("Customers of this group.")
    except_ids: list[strawberry.ID] | None = optional("Not these customers.")


Search = Annotated[
    str | None,
    strawberry.argument(
        description="Words or digits to look for in names, contacts and references, as people type them."
    ),
]
CustomersWhere = Annotated[
    CustomerWhereInput | None, strawberry.argument(description="What the customers must be.")
]
CustomersSorted = Annotated[
    CustomerSortInput | None,
    strawberry.argument(description="The order; by name when not given, or by relevance with a query."),
]
