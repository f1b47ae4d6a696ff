"""A batch as a row: what a person decides about it, and how the job in charge takes it on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CHAR,
    BigInteger,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from db.constant import constant
from db.payment_requests.parts import MERCHANT
from db.statement import Statement
from db.tables import Merchant, PaymentRequestBatch
from db.tables.tenant import table_of
from domain.jobs import JobStatus

batch = table_of(PaymentRequestBatch)
merchant = table_of(Merchant)

BATCH = bindparam("batch", type_=Uuid)
JOB = bindparam("job", type_=Uuid)
DONE = bindparam("done", type_=Integer)
TOTAL = bindparam("total", type_=Integer)
DIGEST = bindparam("digest", type_=Text)
POSITION = bindparam("new_position", type_=Uuid)
TALLY = bindparam("new_tally", type_=JSONB)

THIS_BATCH = and_(batch.c.merchant_id == MERCHANT, batch.c.id == BATCH)

_PENDING = constant(JobStatus.PENDING.value)
_RUNNING = constant(JobStatus.RUNNING.value)

CREATE = Statement(
    insert(batch).values(
        merchant_id=MERCHANT,
        id=BATCH,
        status=_PENDING,
        job_id=JOB,
        selection=bindparam("selection", type_=JSONB),
        amount_minor=bindparam("amount_minor", type_=BigInteger),
        amount_field=bindparam("amount_field", type_=Uuid),
        currency=bindparam("currency", type_=CHAR(3)),
        channels=bindparam("channels", type_=ARRAY(Text)),
        template_id=bindparam("template", type_=Uuid),
        reference=bindparam("reference", type_=Text),
        tally=func.jsonb_build_object(),
        progress_done=constant(0),
        progress_total=TOTAL,
        actor=bindparam("actor", type_=Text),
        created_at=func.now(),
        expires_at=bindparam("expires_at", type_=DateTime(timezone=True)),
        scheduled_for=bindparam("scheduled_for", type_=DateTime(timezone=True)),
    )
)

# Everything about it, and the merchant by whose habits its selection is read.
_WITH_MERCHANT = select(
    batch,
    merchant.c.name,
    merchant.c.default_region,
    merchant.c.default_currency,
    merchant.c.default_locale,
).select_from(batch.join(merchant, merchant.c.merchant_id == batch.c.merchant_id))

LOAD = Statement(_WITH_MERCHANT.where(THIS_BATCH))

# The same, locked: nobody decides twice at once, and no worker takes it on meanwhile.
HOLD = Statement(_WITH_MERCHANT.where(THIS_BATCH).with_for_update(of=batch))

# ── what a person decides ───────────────────────────────────────────────────────────────────────────


def _decided(**values: Any) -> Statement:
    return Statement(update(batch).where(THIS_BATCH).values(values))


APPROVE = _decided(
    status=_PENDING,
    job_id=JOB,
    approved_digest=DIGEST,
    position=None,
    progress_done=constant(0),
    progress_total=TOTAL,
)

# Its preflight is made anew.
RECONSIDER = _decided(
    status=_PENDING,
    job_id=JOB,
    preflight=None,
    approved_digest=None,
    position=None,
    tally=func.jsonb_build_object(),
    progress_done=constant(0),
)

# From the moment on at which this is committed, no message of it is claimed (db.payment_requests.going_on).
CALL_OFF = _decided(
    status=constant(JobStatus.CANCELED.value),
    job_id=JOB,
    canceled_at=func.clock_timestamp(),
    finished_at=func.clock_timestamp(),
)

# ── how the job in charge takes it on ───────────────────────────────────────────────────────────────


def _step(values: dict[str, Any], *, among: Sequence[JobStatus] = (JobStatus.RUNNING,)) -> Statement:
    """Return the statement that takes the batch on.

    It yields the batch's id, and nothing when another job is in charge by now, or it was called off.
    """
    statuses = [constant(status.value) for status in among]
    return Statement(
        update(batch)
        .where(THIS_BATCH, batch.c.job_id == JOB, batch.c.status.in_(statuses))
        .values(values)
        .returning(batch.c.id)
    )


_OPEN = (JobStatus.PENDING, JobStatus.RUNNING)
_MORE_DONE = func.greatest(batch.c.progress_done, DONE)

BEGIN = _step(
    {"status": _RUNNING, "started_at": func.coalesce(batch.c.started_at, func.now())},
    among=_OPEN,
)

# It waits for its worker, or for its time.
POSTPONE = _step({"status": _PENDING}, among=_OPEN)

DRAFTED = _step({"position": POSITION, "tally": TALLY, "progress_done": _MORE_DONE})

CHECKED = _step(
    {
        "status": constant(JobStatus.WAITING_FOR_USER.value),
        "preflight": bindparam("new_preflight", type_=JSONB),
        "position": None,
        "tally": func.jsonb_build_object(),
        "progress_done": DONE,
        "progress_total": DONE,
    }
)

MOVED_ON = _step({"position": POSITION, "progress_done": _MORE_DONE})

PROGRESS = _step({"progress_done": _MORE_DONE})

ENDED = _step(
    {
        "status": bindparam("new_status", type_=Text),
        "progress_done": batch.c.progress_total,
        "finished_at": func.now(),
    }
)

# What is not queued by then is called off, like that of a batch that somebody calls off.
FAILED = _step(
    {
        "status": constant(JobStatus.FAILED.value),
        "failure": bindparam("told", type_=JSONB),
        "canceled_at": func.clock_timestamp(),
        "finished_at": func.now(),
    },
    among=_OPEN,
)
