"""Whom a merchant wants told what happens, what there is to tell, and how often that was tried."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class WebhookSubscription(TenantRow, table=True):
    """An address of the merchant's that is told of some topics, until it is gone.

    `failures` counts those in a row; until `rests_until` nothing is sent.
    """

    __tablename__ = "webhook_subscription"
    __table_args__ = (Index("webhook_subscription_by_creation", "merchant_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    url: str
    topics: list[str] = Field(sa_type=ARRAY(Text))  # domain.webhook.SELECTORS
    created_at: datetime = Field(sa_type=TIMESTAMP)
    disabled_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    failures: int = 0
    rests_until: datetime | None = Field(default=None, sa_type=TIMESTAMP)


class WebhookMessage(TenantRow, table=True):
    """One event on its way to one subscription, written in the transaction of what happened.

    `payload` is the `data` of the event; amounts stand there as `minor` and `currency`. Due at `next_at`;
    while it is sent, that is the end of the sender's lease. `asked_again_at` is the number of attempts after
    which somebody had it sent anew.
    """

    __tablename__ = "webhook_message"
    __table_args__ = (
        within_merchant("subscription_id", "webhook_subscription", on_delete="CASCADE"),
        Index("webhook_message_of_subscription", "merchant_id", "subscription_id", "created_at", "id"),
        Index(
            "webhook_message_to_claim",
            *("merchant_id", "subscription_id", "next_at"),
            postgresql_where=text("status in ('PENDING', 'SENDING')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    subscription_id: UUID
    topic: str  # domain.webhook.WebhookTopic
    payload: dict[str, Any] = Field(sa_type=JSONB)
    status: str  # domain.webhook.WebhookStatus
    attempt: int = 0
    asked_again_at: int = 0
    next_at: datetime = Field(sa_type=TIMESTAMP)
    created_at: datetime = Field(sa_type=TIMESTAMP)


class WebhookAttempt(TenantRow, table=True):
    """One try to deliver a webhook message, and how it was answered."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (within_merchant("message_id", "webhook_message", on_delete="CASCADE"),)

    message_id: UUID = Field(primary_key=True)
    attempt: int = Field(primary_key=True)
    at: datetime = Field(sa_type=TIMESTAMP)
    response_status: int | None = Field(default=None, sa_type=SmallInteger)
    error: str | None = None  # domain.webhook.WebhookError
    duration_ms: int
