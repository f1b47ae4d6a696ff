"""Requests for payment, one by one and in batches, and the links that lead to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from db.tables.payment import CURRENCY
from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class PaymentRequest(TenantRow, table=True):
    """One customer asked for one sum. `token` is the unguessable end of its address.

    `blockers` says, per channel it was to go out on, why it did not: then it is SKIPPED.
    """

    __tablename__ = "payment_request"
    __table_args__ = (
        within_merchant("customer_id", "customer"),
        within_merchant("batch_id", "payment_request_batch", on_delete="CASCADE"),
        within_merchant("payment_id", "payment"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="payment_request_currency_is_iso_4217"),
        # Of a batch whose amounts are the customers' own, who has none is skipped.
        CheckConstraint(
            "amount_minor > 0 or (amount_minor = 0 and status = 'SKIPPED')",
            name="payment_request_amount_is_positive",
        ),
        Index("payment_request_by_creation", "merchant_id", "created_at", "id"),
        Index("payment_request_of_customer", "merchant_id", "customer_id", "created_at", "id"),
        # Rare states are found without passing by the others.
        Index("payment_request_by_status", "merchant_id", "status", "created_at", "id"),
        Index("payment_request_by_reference", "merchant_id", "reference"),
        Index(
            "payment_request_of_payment",
            "merchant_id",
            "payment_id",
            unique=True,
            postgresql_where=text("payment_id is not null"),
        ),
        Index(
            "payment_request_of_batch",
            "merchant_id",
            "batch_id",
            "id",
            postgresql_where=text("batch_id is not null"),
        ),
        # Whatever happens to the worker, a batch asks nobody twice.
        Index(
            "payment_request_once_a_batch",
            "merchant_id",
            "batch_id",
            "customer_id",
            unique=True,
            postgresql_where=text("batch_id is not null"),
        ),
        Index("payment_request_by_change", "merchant_id", "changed_at", "id"),
        Index(
            "payment_request_to_expire",
            "merchant_id",
            "expires_at",
            postgresql_where=text(
                "status in ('SCHEDULED', 'QUEUED', 'SENT', 'DELIVERED', 'UNDELIVERED', 'VIEWED')"
            ),
        ),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID
    batch_id: UUID | None = None
    customer_seen: str | None = None  # in a batch: the state in which its preflight has seen the customer
    template_id: UUID | None = None  # the default one, when null; it may be gone by now
    reference: str
    amount_minor: int = Field(sa_type=BigInteger)
    currency: str = Field(sa_type=CURRENCY)
    channels: list[str] = Field(sa_type=ARRAY(Text))  # domain.customer.Channel
    status: str  # domain.payment_request.PaymentRequestStatus
    blockers: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    token: str
    actor: str
    created_at: datetime = Field(sa_type=TIMESTAMP)
    # By the transaction that last did, whatever it changed: those who follow requests find it so.
    changed_at: datetime = Field(sa_type=TIMESTAMP, sa_column_kwargs={"server_default": func.now()})
    expires_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    sent_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    delivered_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    viewed_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    paid_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    canceled_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    payment_id: UUID | None = None


class PaymentRequestBatch(TenantRow, table=True):
    """Many customers asked at once: who, for what, what its preflight found, and how far it has come.

    `amount_minor` is one sum for all; with `amount_field`, a custom field's id, each has its own. `position`
    is the last customer whom the preflight has seen, then the last request that was queued; `tally` is what
    the preflight has found up to there.
    """

    __tablename__ = "payment_request_batch"
    __table_args__ = (Index("payment_request_batch_by_creation", "merchant_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    status: str  # domain.jobs.JobStatus
    job_id: UUID | None = None
    selection: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    amount_field: UUID | None = None
    currency: str = Field(sa_type=CURRENCY)
    channels: list[str] = Field(sa_type=ARRAY(Text))
    template_id: UUID | None = None
    reference: str | None = None
    preflight: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    approved_digest: str | None = None
    position: UUID | None = None
    tally: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    progress_done: int = 0
    progress_total: int | None = None
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # code and facts
    actor: str
    created_at: datetime = Field(sa_type=TIMESTAMP)
    expires_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    scheduled_for: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    started_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    finished_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    canceled_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)


class PaymentLink(SQLModel, table=True):
    """Which request a link leads to. Looked up before the merchant is known, hence no tenant table."""

    __tablename__ = "payment_link"
    __table_args__ = (Index("payment_link_of_request", "merchant_id", "request_id"),)

    digest: bytes = Field(primary_key=True)  # SHA-256 of the token, which has 128 random bits
    merchant_id: UUID
    request_id: UUID
