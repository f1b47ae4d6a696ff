"""Merchants: the tenants, and what is assumed for them when nothing else is said."""

from datetime import datetime

from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow


class Merchant(TenantRow, table=True):
    """A tenant. Its own key is `merchant_id`, so that it is fenced in like its rows."""

    __tablename__ = "merchant"

    name: str
    default_region: str  # ISO 3166-1 alpha-2: how a phone number without country is read
    default_currency: str  # ISO 4217
    default_locale: str  # BCP 47
    time_zone: str  # IANA
    created_at: datetime = Field(sa_type=TIMESTAMP)
