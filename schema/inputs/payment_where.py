"""Which payments, in which order."""

from typing import Annotated

import strawberry

from schema.enums.payment import PaymentStatus
from schema.enums.sorting import PaymentSortField, SortDirection
from schema.inputs.filters import DateTimeRangeInput, DecimalRangeInput, IdSetInput, StringFilterInput
from schema.inputs.optional import optional
from schema.scalars import CurrencyCode


@strawberry.input(description="What payments must be; every condition given must hold.")
class PaymentWhereInput:
    and_: list["PaymentWhereInput"] | None = optional("All of these hold.", name="AND")
    or_: list["PaymentWhereInput"] | None = optional("At least one of these holds.", name="OR")
    not_: Annotated["PaymentWhereInput", strawberry.lazy("schema.inputs.payment_where")] | None = optional(
        "This does not hold.", name="NOT"
    )
    status: list[PaymentStatus] | None = optional("They stand at one of these.")
    paid_at: DateTimeRangeInput | None = optional("When they were paid.")
    amount: DecimalRangeInput | None = optional("How much was paid.")
    currency: CurrencyCode | None = optional("In which currency they were paid.")
    reference: StringFilterInput | None = optional("What the reference must be.")
    customer_ids: list[strawberry.ID] | None = optional("One of these customers paid.")
    group_ids: IdSetInput | None = optional("Their customers are in one of these groups, or in none of them.")


@strawberry.input(description="The order of a list of payments.")
class PaymentSortInput:
    field: PaymentSortField = strawberry.field(description="By what they are sorted.")
    direction: SortDirection = strawberry.field(
        default=SortDirection.DESC, description="In which direction they are sorted."
    )


PaymentsWhere = Annotated[
    PaymentWhereInput | None, strawberry.argument(description="What the payments must be.")
]
PaymentsSorted = Annotated[
    PaymentSortInput | None, strawberry.argument(description="The order; the latest first when not given.")
]
