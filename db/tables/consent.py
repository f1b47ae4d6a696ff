"""Who must not be written to: what customers and the merchant said, and addresses that nobody forgets."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class ContactPreference(TenantRow, table=True):
    """What holds for a customer on one channel and for one purpose."""

    __tablename__ = "contact_preference"
    __table_args__ = (within_merchant("customer_id", "customer", on_delete="CASCADE"),)

    customer_id: UUID = Field(primary_key=True)
    channel: str = Field(primary_key=True)  # domain.customer.Channel
    purpose: str = Field(primary_key=True)  # domain.consent.MessagePurpose
    state: str  # domain.consent.ConsentState
    source: str  # domain.consent.ConsentSource
    at: datetime = Field(sa_type=TIMESTAMP)
    proof: str | None = None


class Suppression(TenantRow, table=True):
    """An address that is not written to, whoever has it; a keyed hash outlives its customer."""

    __tablename__ = "suppression"

    channel: str = Field(primary_key=True)
    address_hash: bytes = Field(primary_key=True)
    purpose: str = Field(primary_key=True)
    source: str
    at: datetime = Field(sa_type=TIMESTAMP)
