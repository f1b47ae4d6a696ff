"""Where others tell us what has happened, and what they have told already."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow


class WebhookEndpoint(TenantRow, table=True):
    """An address of ours for the events of one sender, which concern its merchant and nobody else."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (Index("webhook_endpoint_by_creation", "merchant_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    kind: str  # domain.webhook_endpoint.EndpointKind
    provider: str  # whom payments are recorded under, and who numbers the events
    secret: str | None = None  # given by the sender, such as Stripe; ours are derived and not kept
    created_at: datetime = Field(sa_type=TIMESTAMP)
    last_event_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)


class ReceivedEvent(TenantRow, table=True):
    """An event that has had its effect, remembered for ever in the transaction of that effect."""

    __tablename__ = "received_event"

    sender: str = Field(primary_key=True)  # the endpoint's provider
    event_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=TIMESTAMP)
