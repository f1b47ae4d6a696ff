"""Lists of events that went to a subscription, the newest first."""

from datetime import datetime
from uuid import UUID

from db.plan.listed import DefaultOrder, Listed, no_filters, sorted_by
from db.plan.ordering import Key
from db.tables import WebhookMessage

WEBHOOK_MESSAGES = Listed(
    "WebhookMessage",
    WebhookMessage,
    no_filters,
    sorted_by(
        "webhook_messages",
        {
            "CREATED_AT": (
                Key(datetime, lambda row: row[WebhookMessage.created_at]),
                Key(UUID, lambda row: row[WebhookMessage.id]),
            )
        },
        DefaultOrder("CREATED_AT", descending=True),
    ),
)
