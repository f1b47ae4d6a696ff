"""Customers, their further contact points, and the identities by which they are recognised."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import FOLDED, TenantRow, TimestampedRow, within_merchant


class Customer(TimestampedRow, table=True):
    """A person or company that is asked to pay.

    `phone_raw` and `email` keep what was written; `phone_e164` and `email_normal` what it means,
    null where it is no number or address. `display_name`, `sort_name` and `search_text` are
    derived from the rest by `domain.names` and `domain.search` whenever a customer is written.
    """

    __tablename__ = "customer"
    __table_args__ = (
        within_merchant("group_id", "customer_group"),
        Index("customer_by_name", "merchant_id", "sort_name", "id"),
        Index("customer_of_group_by_name", "merchant_id", "group_id", "sort_name", "id"),
        Index("customer_by_creation", "merchant_id", "created_at", "id"),
        Index("customer_by_update", "merchant_id", "updated_at", "id"),
        Index(
            "customer_by_search_text",
            "merchant_id",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: UUID = Field(primary_key=True)
    version: int = 1
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    display_name: str
    sort_name: str = Field(sa_type=FOLDED)
    search_text: str
    phone_raw: str | None = None
    phone_e164: str | None = None
    phone_type: str | None = None  # domain.phone.PhoneType
    phone_region: str | None = None
    email: str | None = None
    email_normal: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_postal_code: str | None = None
    address_city: str | None = None
    address_region: str | None = None
    address_country: str | None = None
    locale: str | None = None
    external_reference: str | None = None
    note: str | None = None
    vat_id: str | None = None
    group_id: UUID | None = None
    creation_source: str  # domain.customer.CreationSource
    custom_fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # definition id -> value
    # Kept from contact_preference and suppression (services.consent.keeping): why no request is sent, a
    # domain.readiness.SendBlocker, and the address_hash of the suppressed number or address.
    sms_block: str | None = None
    email_block: str | None = None
    sms_suppression: bytes | None = None
    email_suppression: bytes | None = None


class ContactPoint(TenantRow, table=True):
    """A further phone number or e-mail address of a customer, in the order given."""

    __tablename__ = "contact_point"
    __table_args__ = (
        within_merchant("customer_id", "customer", on_delete="CASCADE"),
        Index("contact_point_of_customer", "merchant_id", "customer_id", "position"),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID
    position: int = Field(sa_type=SmallInteger)
    channel: str
    value: str
    label: str | None = None


class CustomerIdentity(TenantRow, table=True):
    """What leads to a customer: one unique key for phone, e-mail and external reference alike."""

    __tablename__ = "customer_identity"
    __table_args__ = (
        within_merchant("customer_id", "customer", on_delete="CASCADE"),
        # Partial, though it leaves nothing out: so the planner can't take it for a look-up by value. The
        # merchant is named twice there, by the statement and by the policy, which makes it look as if a
        # merchant had one row at most.
        Index(
            "customer_identity_of_customer",
            "merchant_id",
            "customer_id",
            postgresql_where=text("customer_id is not null"),
        ),
    )

    kind: str = Field(primary_key=True)  # domain.customer.IdentityKind
    value: str = Field(primary_key=True)
    customer_id: UUID
