"""An import as a row: it is created with its file, and the job in charge takes it through its phases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from db.constant import constant
from db.imports.parts import IMPORT, MERCHANT, THIS_IMPORT, customer_import
from db.statement import Statement
from db.tables import Upload
from db.tables.tenant import table_of
from domain.jobs import ImportPhase, JobStatus

upload = table_of(Upload)
# Each import with its file.
WITH_FILE = customer_import.join(
    upload,
    and_(upload.c.merchant_id == customer_import.c.merchant_id, upload.c.id == customer_import.c.upload_id),
)

UPLOAD = bindparam("upload", type_=Uuid)
JOB = bindparam("job", type_=Uuid)
ROWS = bindparam("rows", type_=Integer)

_COUNTED = ("created", "updated", "unchanged", "skipped")
_UNKNOWN_YET = dict.fromkeys(("row_count", *_COUNTED, "rejected", "warnings"), constant(0))

CREATE = Statement(
    insert(customer_import).values(
        merchant_id=MERCHANT,
        id=IMPORT,
        upload_id=UPLOAD,
        status=constant(JobStatus.PENDING.value),
        phase=constant(ImportPhase.UPLOADED.value),
        progress_done=constant(0),
        dialect=func.jsonb_build_object(),
        columns=func.jsonb_build_array(),
        new_fields=func.jsonb_build_array(),
        options=bindparam("options", type_=JSONB),
        given_dialect=bindparam("given_dialect", type_=JSONB),
        mapping=bindparam("mapping", type_=JSONB),
        auto_commit=bindparam("auto_commit", type_=Boolean),
        job_id=JOB,
        settled_row=constant(0),
        **_UNKNOWN_YET,
        actor=bindparam("actor", type_=Text),
        created_at=func.now(),
    )
)

# Where the file is, how it is to be read, what is to be done with it, and how far the import has come.
LOAD = Statement(
    select(
        *(
            customer_import.c[name]
            for name in (
                *("phase", "options", "given_dialect", "mapping", "columns", "new_fields", "auto_commit"),
                *("approved_digest", "plan", "planned_at", "settled_row", "row_count"),
            )
        ),
        upload.c.storage_key,
        upload.c.sha256,
    )
    .select_from(WITH_FILE)
    .where(THIS_IMPORT)
)

_RUNNING = constant(JobStatus.RUNNING.value)


def _step(
    values: dict[str, Any], *, done: Any = None, among: Sequence[JobStatus] = (JobStatus.RUNNING,)
) -> Statement:
    """Return the statement that takes the import on; what is done never becomes less.

    It yields the import's id, and nothing when another job is in charge by now, or nobody any more.
    """
    if done is not None:
        values = {**values, "progress_done": func.greatest(customer_import.c.progress_done, done)}
    statuses = [constant(status.value) for status in among]
    return Statement(
        update(customer_import)
        .where(THIS_IMPORT, customer_import.c.job_id == JOB, customer_import.c.status.in_(statuses))
        .values(values)
        .returning(customer_import.c.id)
    )


BEGIN = _step(
    {"status": _RUNNING, "started_at": func.coalesce(customer_import.c.started_at, func.now())},
    among=(JobStatus.PENDING, JobStatus.RUNNING),
)

# It is begun again by whoever claims it next.
POSTPONE = _step({"status": constant(JobStatus.PENDING.value)}, among=(JobStatus.PENDING, JobStatus.RUNNING))

ANALYZED = _step(
    {
        "phase": constant(ImportPhase.ANALYZED.value),
        "dialect": bindparam("dialect", type_=JSONB),
        "columns": bindparam("columns", type_=JSONB),
        "new_fields": bindparam("new_fields", type_=JSONB),
    }
)

_rows, _done = customer_import.c.row_count, customer_import.c.progress_done
STEPS = bindparam("steps", type_=BigInteger)  # of each row
# With no more in total than this, progress does not go back.
_so_far = ROWS * cast(customer_import.c.progress_total, BigInteger) // func.nullif(_done, constant(0))

# How many rows there will be is `expected`, or null; what is read a second time tells nothing new.
READ = _step(
    {
        "row_count": ROWS,
        "progress_total": case(
            (_done < ROWS, func.least(bindparam("expected", type_=Integer) * STEPS, _so_far)),
            else_=customer_import.c.progress_total,
        ),
    },
    done=ROWS,
)

# The last row that is judged, null before judging begins, and the base that it began with.
JUDGED_SO_FAR = Statement(
    select(customer_import.c.judged_row, customer_import.c.judged_base).where(THIS_IMPORT)
)

# The staged rows are new: nobody has judged them.
UNJUDGED = _step({"judged_row": None, "judged_base": None})

# Whatever is found out about rows from now on, is found in what is there from now on.
JUDGING = _step(
    {
        "judged_row": constant(0),
        "judged_base": bindparam("base", type_=JSONB),
        "planned_at": func.now(),
        "row_count": ROWS,
        "progress_total": ROWS * STEPS,
    },
    done=ROWS,
)

_so_many_more = _done + bindparam("size", type_=Integer)

JUDGED = _step(
    {"judged_row": bindparam("up_to", type_=Integer)}, done=func.least(_so_many_more, _rows * constant(2))
)

COMPARED = _step({}, done=func.least(_so_many_more, _rows * constant(3)))

# All but writing.
_prepared = customer_import.c.progress_total - _rows

VALIDATED = _step({"phase": constant(ImportPhase.VALIDATED.value)}, done=_prepared)

# What the rows would do is known since they began to be judged, be it in this transaction.
PLANNED = _step(
    {
        "plan": bindparam("plan", type_=JSONB),
        "planned_at": case(
            (customer_import.c.judged_row.is_not(None), customer_import.c.planned_at), else_=func.now()
        ),
        "judged_row": None,
        "judged_base": None,
    }
)

# A person decides whether it goes on.
WAITING = _step(
    {
        "phase": constant(ImportPhase.VALIDATED.value),
        "status": constant(JobStatus.WAITING_FOR_USER.value),
        "approved_digest": None,
    }
)

_merged: ColumnElement[int] = sum((customer_import.c[name] for name in _COUNTED), start=constant(0))

_more = {name: bindparam(f"more_{name}", type_=Integer) for name in _COUNTED}

MERGED = _step(
    {
        "phase": constant(ImportPhase.COMMITTING.value),
        "settled_row": bindparam("up_to", type_=Integer),
        **{name: customer_import.c[name] + more for name, more in _more.items()},
    },
    done=_prepared + _merged + sum(_more.values(), start=constant(0)),
)

COMMITTED = _step(
    {
        "phase": constant(ImportPhase.COMMITTED.value),
        "status": bindparam("new_status", type_=Text),
        "finished_at": func.now(),
    },
    done=customer_import.c.progress_total,
)

# What has not been merged counts as rejected.
FAILED = _step(
    {
        "status": constant(JobStatus.FAILED.value),
        "failure": bindparam("new_failure", type_=JSONB),
        "rejected": customer_import.c.row_count - _merged,
        "finished_at": func.now(),
    }
)

# created, updated, unchanged, skipped, rejected and row_count.
COUNTS = Statement(
    select(*(customer_import.c[name] for name in (*_COUNTED, "rejected", "row_count"))).where(THIS_IMPORT)
)

# The same without row_count, of an import that is over; no row while it goes on or waits for a person.
ENDED_COUNTS = Statement(
    select(*(customer_import.c[name] for name in (*_COUNTED, "rejected"))).where(
        THIS_IMPORT, customer_import.c.finished_at.is_not(None)
    )
)

WARNINGS = Statement(select(customer_import.c.warnings).where(THIS_IMPORT))

PHASE = Statement(select(customer_import.c.phase).where(THIS_IMPORT))
