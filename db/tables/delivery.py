"""The outbox: each message on its way to one recipient over one channel, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Index, SmallInteger, Text, text
from sqlmodel import Field, SQLModel

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class Delivery(TenantRow, table=True):
    """A message, as it is sent, and its sending. Written in the transaction of what is to be sent.

    A claim raises `attempt`; whoever claims sends under the id, which never changes, so that a provider that
    knows it does not send twice. SENDING says that it may have been handed over. `next_at` is when it is due:
    to be sent, or, once SENDING, to be looked after by somebody else.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        within_merchant("request_id", "payment_request", on_delete="CASCADE"),
        Index("delivery_of_request", "merchant_id", "request_id", "id"),
        Index(
            "delivery_to_claim",
            "merchant_id",
            "channel",
            "next_at",
            postgresql_where=text("status in ('QUEUED', 'SENDING')"),
        ),
        Index(
            "delivery_of_provider",
            "merchant_id",
            "provider",
            "provider_message_id",
            postgresql_where=text("provider_message_id is not null"),
        ),
        # Who replies to an SMS is looked for among its recipients.
        Index("delivery_to_number", "merchant_id", "address", "id", postgresql_where=text("channel = 'SMS'")),
    )

    id: UUID = Field(primary_key=True)
    request_id: UUID
    purpose: str  # domain.consent.MessagePurpose
    channel: str  # domain.customer.Channel
    address: str  # E.164 or an e-mail address
    address_hash: bytes  # domain.consent: what an opt-out is kept under
    locale: str
    subject: str | None = None
    text: str
    html: str | None = None
    encoding: str | None = None  # domain.sms.SmsEncoding
    segments: int | None = Field(default=None, sa_type=SmallInteger)
    unicode_characters: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    status: str  # domain.delivery.DeliveryStatus
    attempt: int = 0
    next_at: datetime = Field(sa_type=TIMESTAMP)
    tried_since: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    provider: str = ""
    provider_message_id: str | None = None
    last_error: str | None = None  # domain.delivery.DeliveryError
    created_at: datetime = Field(sa_type=TIMESTAMP)
    at: datetime = Field(sa_type=TIMESTAMP)  # of the last change of status


class SenderPace(SQLModel, table=True):
    """When a messenger may hand over its next message, all workers and all merchants together."""

    __tablename__ = "sender_pace"

    sender: str = Field(primary_key=True)  # services.delivery.messenger.Messenger.name
    free_at: datetime = Field(sa_type=TIMESTAMP)
