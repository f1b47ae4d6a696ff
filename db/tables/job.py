"""Background work: the truth about who does what, and how far it has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.tenant import TIMESTAMP, TenantRow


class Job(TenantRow, table=True):
    """A piece of work. A claim raises `attempt`, and every chunk is fenced by it.

    `cursor` is how far the work has come in its own measure, e.g. the last row merged; `stalled` is how often
    it has been claimed since it last went on.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("job_of_subject", "merchant_id", "subject_id"),
        Index("job_to_claim", "merchant_id", "next_at", postgresql_where="state in ('PENDING', 'RUNNING')"),
    )

    id: UUID = Field(primary_key=True)
    kind: str  # domain.jobs.JobKind
    subject_id: UUID  # what is worked on, e.g. a customer import
    state: str  # domain.jobs.JobStatus
    attempt: int = 0
    stalled: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=TIMESTAMP)
    next_at: datetime = Field(sa_type=TIMESTAMP)
    cursor: int = 0
    created_at: datetime = Field(sa_type=TIMESTAMP)
    failure: str | None = None
