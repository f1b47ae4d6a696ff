"""What happened to a customer, one row an event, append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow, within_merchant


class TimelineEvent(TenantRow, table=True):
    """An event in the life of a customer; `actor` names who did it, e.g. `key_0192…`."""

    __tablename__ = "timeline_event"
    __table_args__ = (within_merchant("customer_id", "customer", on_delete="CASCADE"),)

    customer_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    type: str
    at: datetime = Field(sa_type=TIMESTAMP)
    actor: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
