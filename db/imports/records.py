"""An import as a row: it is created with its file, goes through its phases, and ends."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    LargeBinary,
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
from db.imports.parts import IMPORT, MERCHANT, customer_import
from db.statement import Statement
from db.tables import Upload
from db.tables.tenant import table_of
from domain.jobs import ImportPhase, JobStatus

upload = table_of(Upload)

UPLOAD = bindparam("upload", type_=Uuid)
ROWS = bindparam("rows", type_=Integer)

_COUNTED = ("created", "updated", "unchanged", "skipped")
_UNKNOWN_YET = dict.fromkeys(("row_count", *_COUNTED, "rejected", "warnings"), constant(0))

STORE_UPLOAD = Statement(
    insert(upload).values(
        merchant_id=MERCHANT,
        id=UPLOAD,
        file_name=bindparam("file_name", type_=Text),
        byte_size=bindparam("byte_size", type_=BigInteger),
        sha256=bindparam("sha256", type_=LargeBinary),
        storage_key=bindparam("storage_key", type_=Text),
        created_at=func.now(),
    )
)

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
        options=bindparam("options", type_=JSONB),
        **_UNKNOWN_YET,
        actor=bindparam("actor", type_=Text),
        created_at=func.now(),
    )
)

# Where the file is, how it is to be read, and how far the import has come.
LOAD = Statement(
    select(
        customer_import.c.phase,
        customer_import.c.options,
        customer_import.c.columns,
        customer_import.c.row_count,
        upload.c.storage_key,
    )
    .select_from(
        customer_import.join(
            upload,
            and_(
                upload.c.merchant_id == customer_import.c.merchant_id,
                upload.c.id == customer_import.c.upload_id,
            ),
        )
    )
    .where(customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT)
)


def _step(*, done: Any = None, **values: Any) -> Statement:
    """Return the statement that takes the import on; what is done never becomes less."""
    if done is not None:
        values["progress_done"] = func.greatest(customer_import.c.progress_done, done)
    return Statement(
        update(customer_import)
        .where(customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT)
        .values(values)
    )


BEGIN = _step(
    status=constant(JobStatus.RUNNING.value),
    started_at=func.coalesce(customer_import.c.started_at, func.now()),
)

# It is begun again by whoever claims it next.
POSTPONE = _step(status=constant(JobStatus.PENDING.value))

ANALYZED = _step(
    phase=constant(ImportPhase.ANALYZED.value),
    dialect=bindparam("dialect", type_=JSONB),
    columns=bindparam("columns", type_=JSONB),
)

READ = _step(done=ROWS, row_count=ROWS)

# Each row is two steps: it is read, and it is written.
VALIDATED = _step(
    done=ROWS, phase=constant(ImportPhase.VALIDATED.value), row_count=ROWS, progress_total=ROWS * constant(2)
)

_merged: ColumnElement[int] = sum((customer_import.c[name] for name in _COUNTED), start=constant(0))

_more = {name: bindparam(f"more_{name}", type_=Integer) for name in _COUNTED}

MERGED = _step(
    done=customer_import.c.row_count + _merged + sum(_more.values(), start=constant(0)),
    phase=constant(ImportPhase.COMMITTING.value),
    **{name: customer_import.c[name] + more for name, more in _more.items()},
)

COMMITTED = _step(
    done=customer_import.c.progress_total,
    phase=constant(ImportPhase.COMMITTED.value),
    status=bindparam("new_status", type_=Text),
    finished_at=func.now(),
)

# What has not been merged counts as rejected.
FAILED = _step(
    status=constant(JobStatus.FAILED.value),
    failure=bindparam("new_failure", type_=JSONB),
    rejected=customer_import.c.row_count - _merged,
    finished_at=func.now(),
)

# created, updated, unchanged, skipped, rejected and row_count.
COUNTS = Statement(
    select(*(customer_import.c[name] for name in (*_COUNTED, "rejected", "row_count"))).where(
        customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT
    )
)
