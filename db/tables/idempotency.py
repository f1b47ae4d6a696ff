"""Answers already given: the same key gets the same answer, once recorded with its effect."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow


class Idempotency(TenantRow, table=True):
    """One use of a key by an actor for a mutation, with the digest of what it was asked."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("idempotency_by_age", "merchant_id", "created_at", postgresql_using="brin"),)

    actor: str = Field(primary_key=True)
    mutation: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    arguments_sha256: bytes
    outcome: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    created_at: datetime = Field(sa_type=TIMESTAMP)
