"""Lists of batches, the newest first, and of the requests of one, in the order in which they were drafted."""

from datetime import datetime
from uuid import UUID

from db.plan.filters.payment_requests import listed_requests
from db.plan.listed import DefaultOrder, Listed, no_filters, sorted_by
from db.plan.ordering import Key
from db.tables import PaymentRequest, PaymentRequestBatch

BATCHES = Listed(
    "PaymentRequestBatch",
    PaymentRequestBatch,
    no_filters,
    sorted_by(
        "paymentRequestBatches",
        {
            "CREATED_AT": (
                Key(datetime, lambda row: row[PaymentRequestBatch.created_at]),
                Key(UUID, lambda row: row[PaymentRequestBatch.id]),
            )
        },
        DefaultOrder("CREATED_AT", descending=True),
    ),
)

REQUESTS_OF_BATCH = Listed(
    "PaymentRequest",
    PaymentRequest,
    listed_requests,
    sorted_by(
        "paymentRequestsOfBatch",
        # As the index of batches has them, so that a page of 50,000 needs no sorting.
        {"ID": (Key(UUID, lambda row: row[PaymentRequest.id]),)},
        DefaultOrder("ID", descending=False),
    ),
)
