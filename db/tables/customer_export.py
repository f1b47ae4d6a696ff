"""Files of customers on their way out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow


class CustomerExport(TenantRow, table=True):
    """One export: whom it is about, how it is written, how far it has come, and where its file lies.

    `storage_key` is null until the file is there as a whole, and again when it has been removed;
    nobody gets it after `expires_at`.
    """

    __tablename__ = "customer_export"
    __table_args__ = (Index("customer_export_by_creation", "merchant_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    status: str  # domain.jobs.JobStatus
    selection: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # services.exports.selection
    format: str  # domain.file_format.FileFormat
    locale: str  # domain.locale.Locale
    progress_done: int = 0
    progress_total: int | None = None
    row_count: int | None = None
    byte_size: int | None = Field(default=None, sa_type=BigInteger)
    sha256: bytes | None = None
    storage_key: str | None = None
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # code and facts
    actor: str
    created_at: datetime = Field(sa_type=TIMESTAMP)
    started_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    finished_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    expires_at: datetime | None = Field(default=None, sa_type=TIMESTAMP)
