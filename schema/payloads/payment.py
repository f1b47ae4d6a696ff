"""What mutations of payments answer."""

import strawberry

from schema.customer import Customer
from schema.enums.customer import MatchKey
from schema.enums.payment import CustomerResolution
from schema.payment import Payment
from schema.user_errors import CustomerUserError, InputUserError


@strawberry.type(description="A customer who may be the one that was meant.")
class DuplicateCandidate:
    customer: Customer = strawberry.field(description="The customer.")
    score: float = strawberry.field(description="How likely it is, from 0 to 1.")
    matched_on: list[MatchKey] = strawberry.field(description="What speaks for it.")


@strawberry.type(description="What became of a payment that was to be recorded.")
class PaymentRecordPayload:
    payment: Payment | None = strawberry.field(description="The payment; null when it was not recorded.")
    customer: Customer | None = strawberry.field(description="Who paid; null when it is not known.")
    resolution: CustomerResolution | None = strawberry.field(
        description="How the payment came to its customer; null when it was not recorded."
    )
    candidates: list[DuplicateCandidate] = strawberry.field(
        description="The customers to whom the payer's details lead, when there are several."
    )
    user_errors: list[CustomerUserError] = strawberry.field(
        description="Why the payment was not recorded; empty when it was."
    )


@strawberry.type(description="What became of a payment.")
class PaymentPayload:
    payment: Payment | None = strawberry.field(description="The payment; null when nothing was done.")
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
