"""How a job stands, in as few columns as tell that it has gone on; one statement a kind of job."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Uuid, bindparam, select

from db.statement import Statement
from db.tables import CustomerImport
from db.tables.tenant import table_of
from domain.ids import Kind

_import = table_of(CustomerImport)

_MERCHANT = bindparam("merchant", type_=Uuid)
_JOB = bindparam("job", type_=Uuid)

# By the kind of a job's id. `status` is one of domain.jobs.JobStatus.
LOOKS: Mapping[Kind, Statement] = MappingProxyType(
    {
        Kind.IMPORT: Statement(
            select(_import.c.status, _import.c.phase, _import.c.progress_done).where(
                _import.c.merchant_id == _MERCHANT, _import.c.id == _JOB
            )
        ),
    }
)
