"""What mutations of batches answer."""

import strawberry

from schema.payment_request_batch import PaymentRequestBatch
from schema.user_errors import InputUserError


@strawberry.type(description="What became of a batch.")
class PaymentRequestBatchPayload:
    payment_request_batch: PaymentRequestBatch | None = strawberry.field(
        description="The batch; null when nothing was done."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
