"""How a job stands, in as few columns as tell that it has gone on; one statement a kind of job."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, not_, or_, select

from db.constant import constant
from db.statement import Statement
from db.tables import CustomerExport, CustomerImport, PaymentRequestBatch
from db.tables.tenant import table_of
from domain.ids import Kind
from domain.jobs import ENDED, ImportPhase, JobStatus

_export = table_of(CustomerExport)
_import = table_of(CustomerImport)
_batch = table_of(PaymentRequestBatch)

_MERCHANT = bindparam("merchant", type_=Uuid)
_JOB = bindparam("job", type_=Uuid)


def is_active(status: Any) -> ColumnElement[bool]:
    """Whether a status says that the job is being done, or will be without anybody's doing."""
    return status.in_([constant(JobStatus.PENDING.value), constant(JobStatus.RUNNING.value)])  # type: ignore[no-any-return]


def has_ended(status: Any) -> ColumnElement[bool]:
    """Whether a status says that nothing more is to come."""
    return status.in_([constant(ended.value) for ended in sorted(ENDED)])  # type: ignore[no-any-return]


# An import that has ended may be undone, and that is followed, too.
_undoing = _import.c.phase == constant(ImportPhase.UNDOING.value)

# By the kind of a job's id: whether it is active, whether it has ended, and what changes as it goes on.
LOOKS: Mapping[Kind, Statement] = MappingProxyType(
    {
        Kind.IMPORT: Statement(
            select(
                or_(is_active(_import.c.status), _undoing).label("active"),
                and_(has_ended(_import.c.status), not_(_undoing)).label("ended"),
                _import.c.status,
                _import.c.phase,
                _import.c.progress_done,
            ).where(_import.c.merchant_id == _MERCHANT, _import.c.id == _JOB)
        ),
        Kind.EXPORT: Statement(
            select(
                is_active(_export.c.status).label("active"),
                has_ended(_export.c.status).label("ended"),
                _export.c.status,
                _export.c.progress_done,
                _export.c.progress_total,
            ).where(_export.c.merchant_id == _MERCHANT, _export.c.id == _JOB)
        ),
        Kind.BATCH: Statement(
            select(
                is_active(_batch.c.status).label("active"),
                has_ended(_batch.c.status).label("ended"),
                _batch.c.status,
                _batch.c.progress_done,
                _batch.c.progress_total,
            ).where(_batch.c.merchant_id == _MERCHANT, _batch.c.id == _JOB)
        ),
    }
)
