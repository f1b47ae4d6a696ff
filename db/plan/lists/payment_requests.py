"""Lists of payment requests, the latest first."""

from datetime import datetime
from uuid import UUID

from db.plan.filters.payment_requests import listed_requests
from db.plan.listed import DefaultOrder, Listed, sorted_by
from db.plan.ordering import Key
from db.tables import PaymentRequest

REQUESTS = Listed(
    "PaymentRequest",
    PaymentRequest,
    listed_requests,
    sorted_by(
        "paymentRequests",
        {
            "CREATED_AT": (
                Key(datetime, lambda row: row[PaymentRequest.created_at]),
                Key(UUID, lambda row: row[PaymentRequest.id]),
            )
        },
        DefaultOrder("CREATED_AT", descending=True),
    ),
)
