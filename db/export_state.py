"""Where an export stands, for whoever waits for it at the command line."""

from sqlalchemy import Uuid, bindparam, select

from db.statement import Statement
from db.tables import CustomerExport
from db.tables.tenant import table_of

export = table_of(CustomerExport)

STATE = Statement(
    select(
        *(export.c[name] for name in ("status", "progress_done", "progress_total")),
        *(export.c[name] for name in ("row_count", "storage_key", "failure")),
    ).where(
        export.c.merchant_id == bindparam("merchant", type_=Uuid),
        export.c.id == bindparam("export", type_=Uuid),
    )
)
