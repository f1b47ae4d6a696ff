"""The payment history: payments, what happened to them, and what each customer has paid."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant

CURRENCY = CHAR(3)


class Payment(TenantRow, table=True):
    """A payment, immutable but for `status` and `refunded_minor`, which sum up its events.

    Amounts are minor units of `currency`. `history_at` is when it counts in the history: when it
    was paid, else when it was recorded.
    """

    __tablename__ = "payment"
    __table_args__ = (
        within_merchant("customer_id", "customer"),
        within_merchant("request_id", "payment_request"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="payment_currency_is_iso_4217"),
        CheckConstraint("amount_minor > 0", name="payment_amount_is_positive"),
        CheckConstraint("refunded_minor between 0 and amount_minor", name="payment_refund_fits"),
        Index("payment_by_time", "merchant_id", "history_at", "id"),
        Index("payment_of_customer_by_time", "merchant_id", "customer_id", "history_at", "id"),
        Index(
            "payment_of_provider",
            "merchant_id",
            "provider",
            "provider_reference",
            unique=True,
            postgresql_where="provider_reference is not null",
        ),
        Index(
            "payment_of_request",
            *("merchant_id", "request_id", "id"),
            postgresql_where=text("request_id is not null"),
        ),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID | None = None
    request_id: UUID | None = None  # the payment request for which it was made, once that is known
    amount_minor: int = Field(sa_type=BigInteger)
    refunded_minor: int = Field(default=0, sa_type=BigInteger)
    currency: str = Field(sa_type=CURRENCY)
    status: str  # domain.payment.PaymentStatus
    method: str | None = None
    reference: str | None = None
    provider: str = ""  # never null, so that a reference without provider is unique as well
    provider_reference: str | None = None
    paid_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    history_at: datetime = Field(sa_type=TIMESTAMP)
    created_at: datetime = Field(sa_type=TIMESTAMP)
    customer_resolution: str  # domain.payment.CustomerResolution


class PaymentEvent(TenantRow, table=True):
    """What happened to a payment; append-only."""

    __tablename__ = "payment_event"
    __table_args__ = (within_merchant("payment_id", "payment"),)

    payment_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    type: str  # domain.payment.PaymentStatus
    amount_minor: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=TIMESTAMP)
    message: str | None = None


class CustomerTotal(TenantRow, table=True):
    """What a customer has paid in one currency, kept by the transactions that record and refund.

    Counts payments whose money arrived; `paid_minor` is net of refunds, in minor units.
    """

    __tablename__ = "customer_total"
    __table_args__ = (within_merchant("customer_id", "customer", on_delete="CASCADE"),)

    customer_id: UUID = Field(primary_key=True)
    currency: str = Field(primary_key=True, sa_type=CURRENCY)
    payment_count: int = Field(sa_type=BigInteger)
    paid_minor: int = Field(sa_type=BigInteger)
    last_payment_at: datetime = Field(sa_type=TIMESTAMP)
