"""API keys: the one global look-up, by the digest of a secret that is stored nowhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.tables.tenant import TIMESTAMP


class ApiKey(SQLModel, table=True):
    """A key and what it opens. Looked up before the merchant is known, hence no tenant table."""

    __tablename__ = "api_key"
    __table_args__ = (
        Index(
            "ix_api_key_previous_digest",
            "previous_digest",
            postgresql_where=text("previous_digest is not null"),
        ),
    )

    digest: bytes = Field(primary_key=True)  # SHA-256 of the secret, which has 256 random bits
    id: UUID = Field(unique=True)
    merchant_id: UUID = Field(index=True)
    role: str  # domain.access.Role
    name: str
    created_at: datetime = Field(sa_type=TIMESTAMP)
    revoked_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    expires_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    last_used_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)  # to the minute
    rotated_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    # Of the secret before, which opens the same until then.
    previous_digest: bytes | None = None
    previous_until: datetime | None = Field(default=None, sa_type=TIMESTAMP)
