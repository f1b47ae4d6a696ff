"""Who does which piece of background work, and until when; whoever has lost a claim changes nothing."""

from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Integer,
    Interval,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.statement import Statement
from db.tables import Job
from db.tables.tenant import table_of
from domain.jobs import JobStatus

job = table_of(Job)

# Heard by workers: there may be something to do. A hint only; the rows tell.
CHANNEL = "kontor_job"

MERCHANT = bindparam("merchant", type_=Uuid)
JOB = bindparam("job", type_=Uuid)
SUBJECT = bindparam("subject", type_=Uuid)
ATTEMPT = bindparam("attempt", type_=Integer)
LEASE = bindparam("lease", type_=Interval)
KINDS = bindparam("kinds", type_=ARRAY(Text))
CURSOR = bindparam("cursor", type_=Integer)
STATE = bindparam("state", type_=Text)
FAILURE = bindparam("failure", type_=Text)

CREATE = Statement(
    insert(job).values(
        merchant_id=MERCHANT,
        id=JOB,
        kind=bindparam("kind", type_=Text),
        subject_id=SUBJECT,
        state=constant(JobStatus.PENDING.value),
        attempt=constant(0),
        stalled=constant(0),
        next_at=func.now(),
        cursor=constant(0),
        created_at=func.now(),
    )
)

NOTIFY = Statement(select(func.pg_notify(constant(CHANNEL), constant(""))))

_pending = and_(job.c.state == constant(JobStatus.PENDING.value), job.c.next_at <= func.now())
_abandoned = and_(job.c.state == constant(JobStatus.RUNNING.value), job.c.lease_until < func.now())
# What another worker is claiming at this moment is its own.
_due = (
    select(job.c.merchant_id, job.c.id)
    .where(or_(_pending, _abandoned))
    .order_by(job.c.next_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def _claiming(due: Select[UUID, UUID]) -> Statement:
    """Return the statement that claims a job for the owner, who sees all; no row when there is none."""
    next_one = due.cte("due")
    return Statement(
        update(job)
        .where(job.c.merchant_id == next_one.c.merchant_id, job.c.id == next_one.c.id)
        .values(
            state=constant(JobStatus.RUNNING.value),
            attempt=job.c.attempt + constant(1),
            stalled=job.c.stalled + constant(1),
            lease_until=func.now() + LEASE,
        )
        .returning(
            *(job.c.merchant_id, job.c.id, job.c.kind, job.c.subject_id),
            *(job.c.attempt, job.c.stalled, job.c.cursor),
        )
    )


CLAIM = _claiming(_due.where(job.c.kind == any_(KINDS)))

# The same for who waits for one piece of work and does no other.
CLAIM_OF = _claiming(_due.where(job.c.merchant_id == MERCHANT, job.c.subject_id == SUBJECT))

_mine = and_(
    job.c.merchant_id == MERCHANT,
    job.c.id == JOB,
    job.c.attempt == ATTEMPT,
    job.c.state == constant(JobStatus.RUNNING.value),
)

# Its id, and the row stays locked; no row when somebody else has it by now.
HOLD = Statement(
    update(job).where(_mine).values(lease_until=func.clock_timestamp() + LEASE).returning(job.c.id)
)

ADVANCE = Statement(update(job).where(_mine).values(cursor=CURSOR, stalled=constant(0)))

WENT_ON = Statement(update(job).where(_mine).values(stalled=constant(0)))

# How it stands and why it failed; no row when somebody has claimed it since.
STANDS = Statement(
    select(job.c.state, job.c.failure).where(
        job.c.merchant_id == MERCHANT, job.c.id == JOB, job.c.attempt == ATTEMPT
    )
)

SETTLE = Statement(update(job).where(_mine).values(state=STATE, lease_until=None, failure=FAILURE))

# Back to those that wait for a worker.
RELEASE = Statement(
    update(job)
    .where(_mine)
    .values(
        state=constant(JobStatus.PENDING.value),
        lease_until=None,
        next_at=func.now() + bindparam("pause", type_=Interval),
    )
)
