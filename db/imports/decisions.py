"""What a person decides about an import: how it is read, that it goes on, that it does not."""

from sqlalchemy import Text, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from db.constant import constant
from db.imports.parts import IMPORT, MERCHANT, THIS_IMPORT, customer_import
from db.imports.records import WITH_FILE, upload
from db.statement import Statement
from db.tables import Job
from db.tables.tenant import table_of
from domain.jobs import ImportPhase, JobStatus

job = table_of(Job)

JOB = bindparam("job", type_=Uuid)

_COUNTED = ("created", "updated", "unchanged", "skipped", "rejected")
_COUNTS = ("row_count", *_COUNTED, "warnings")

# The import as it stands, locked: nobody decides twice at once, and no worker takes it on meanwhile.
HOLD = Statement(
    select(customer_import, upload.c.sha256, upload.c.removed_at)
    .select_from(WITH_FILE)
    .where(THIS_IMPORT)
    .with_for_update(of=customer_import)
)

# It begins anew with its file, in the charge of a new job.
CONFIGURE = Statement(
    update(customer_import)
    .where(THIS_IMPORT)
    .values(
        status=constant(JobStatus.PENDING.value),
        phase=constant(ImportPhase.UPLOADED.value),
        job_id=JOB,
        auto_commit=False,
        options=bindparam("options", type_=JSONB),
        given_dialect=bindparam("given_dialect", type_=JSONB),
        mapping=bindparam("mapping", type_=JSONB),
        dialect=func.jsonb_build_object(),
        columns=func.jsonb_build_array(),
        new_fields=func.jsonb_build_array(),
        plan=None,
        planned_at=None,
        approved_digest=None,
        failure=None,
        finished_at=None,
        progress_done=constant(0),
        progress_total=None,
        **dict.fromkeys(_COUNTS, constant(0)),
    )
)

REPLAN = Statement(
    update(customer_import)
    .where(THIS_IMPORT)
    .values(plan=bindparam("plan", type_=JSONB), planned_at=func.now())
)

APPROVE = Statement(
    update(customer_import)
    .where(THIS_IMPORT)
    .values(
        status=constant(JobStatus.PENDING.value),
        phase=constant(ImportPhase.COMMITTING.value),
        job_id=JOB,
        approved_digest=bindparam("digest", type_=Text),
    )
)

_decided = sum((customer_import.c[name] for name in _COUNTED if name != "skipped"), start=constant(0))

# What is merged stays merged; every other row that is not rejected is skipped.
CANCEL = Statement(
    update(customer_import)
    .where(THIS_IMPORT)
    .values(
        status=constant(JobStatus.CANCELED.value),
        job_id=None,
        skipped=customer_import.c.row_count - _decided,
        finished_at=func.now(),
    )
)

_idle = (
    select(job.c.id)
    .where(
        job.c.merchant_id == MERCHANT,
        job.c.subject_id == IMPORT,
        job.c.state.in_([constant(JobStatus.PENDING.value), constant(JobStatus.RUNNING.value)]),
    )
    .with_for_update(skip_locked=True)
    .cte("idle")
)

# No job is left to do, but the one whose worker is in the middle of a transaction: that finds out itself.
CALL_OFF = Statement(
    update(job)
    .where(job.c.merchant_id == MERCHANT, job.c.id == _idle.c.id)
    .values(state=constant(JobStatus.CANCELED.value), lease_until=None)
)
