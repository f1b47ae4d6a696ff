"""A payer at the checkout of a provider: where they were sent, until when, and what is called off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class PaymentSession(TenantRow, table=True):
    """One try to pay a request. Written before the provider is asked, under whose key the id is.

    So two clicks at once, or a crash between asking and keeping the answer, lead to one checkout: `address`
    is null until the provider has answered. A request has at most one session that is not closed.

    What is to be called off at the provider is due at `call_off_at`; while a worker is at it, that is the end
    of its lease, and null when there is nothing to do.
    """

    __tablename__ = "payment_session"
    __table_args__ = (
        within_merchant("request_id", "payment_request", on_delete="CASCADE"),
        Index(
            "payment_session_open",
            "merchant_id",
            "request_id",
            unique=True,
            postgresql_where=text("closed_at is null"),
        ),
        Index("payment_session_of_request", "merchant_id", "request_id", "id"),
        # Without a reference there is nothing to call off: nobody was sent there.
        Index(
            "payment_session_to_call_off",
            *("merchant_id", "call_off_at"),
            postgresql_where=text("call_off_at is not null and provider_reference is not null"),
        ),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID
    provider: str
    locale: str  # domain.locale.Locale: a repeated question must be the same question
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)  # as the locale; null in old ones
    provider_reference: str | None = None
    address: str | None = None
    created_at: datetime = Field(sa_type=TIMESTAMP)
    expires_at: datetime = Field(sa_type=TIMESTAMP)
    returned_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)  # as paid; the event may be late
    closed_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    call_off_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    call_off_attempt: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    called_off_at: datetime | None = Field(
        default=None, sa_type=TIMESTAMP
    )  # the provider takes no money there
