"""What mutations of payment requests answer."""

import strawberry

from schema.payment_request import PaymentRequest
from schema.user_errors import InputUserError


@strawberry.type(description="What became of a payment request.")
class PaymentRequestPayload:
    payment_request: PaymentRequest | None = strawberry.field(
        description="The payment request; null when nothing was done."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
