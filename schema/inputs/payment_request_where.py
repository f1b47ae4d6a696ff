"""Which payment requests, in which order."""

from typing import Annotated

import strawberry

from schema.enums.payment_request import PaymentRequestStatus
from schema.inputs.filters import DateTimeRangeInput, DecimalRangeInput, IdSetInput, StringFilterInput
from schema.inputs.optional import optional
from schema.page import BOTH_WAYS
from schema.scalars import CurrencyCode


@strawberry.input(description="What payment requests must be; every condition given must hold.")
class PaymentRequestWhereInput:
    and_: list["PaymentRequestWhereInput"] | None = optional("All of these hold.", name="AND")
    or_: list["PaymentRequestWhereInput"] | None = optional("At least one of these holds.", name="OR")
    not_: (
        Annotated["PaymentRequestWhereInput", strawberry.lazy("schema.inputs.payment_request_where")] | None
    ) = optional("This does not hold.", name="NOT")
    status: list[PaymentRequestStatus] | None = optional("They stand at one of these.")
    customer_ids: list[strawberry.ID] | None = optional("One of these customers is asked.")
    group_ids: IdSetInput | None = optional("Their customers are in one of these groups, or in none of them.")
    reference: StringFilterInput | None = optional("What the reference must be.")
    amount: DecimalRangeInput | None = optional("How much is asked for.")
    currency: CurrencyCode | None = optional("In which currency.")
    created_at: DateTimeRangeInput | None = optional("When they were made.")
    expires_at: DateTimeRangeInput | None = optional("When they expire.")


RequestStatuses = Annotated[
    list[PaymentRequestStatus] | None,
    strawberry.argument(description="Where they stand: at one of these; anywhere when not given."),
]
RequestsWhere = Annotated[
    PaymentRequestWhereInput | None, strawberry.argument(description="What the payment requests must be.")
]

# What every list of payment requests takes.
REQUEST_LIST: dict[str, object] = {**BOTH_WAYS, "status": RequestStatuses, "where": RequestsWhere}
