"""What an import has come to, for whoever waits for it at the command line."""

from sqlalchemy import Integer, bindparam, func, select

from db.imports.issues import issue
from db.imports.parts import IMPORT, MERCHANT, THIS_IMPORT, customer_import
from db.statement import Statement

STATE = Statement(
    select(
        *(customer_import.c[name] for name in ("status", "phase", "progress_done", "progress_total")),
        *(customer_import.c[name] for name in ("row_count", "created", "updated", "unchanged", "skipped")),
        *(customer_import.c[name] for name in ("rejected", "warnings", "failure", "plan")),
    ).where(THIS_IMPORT)
)

_of_this = (issue.c.merchant_id == MERCHANT) & (issue.c.import_id == IMPORT)

# In the order of the file.
FIRST_ISSUES = Statement(
    select(
        *(issue.c[name] for name in ("row", "column", "header", "code")),
        *(issue.c[name] for name in ("severity", "raw_value", "suggestion", "facts")),
    )
    .where(_of_this)
    .order_by(issue.c.row, issue.c.position)
    .limit(bindparam("at_most", type_=Integer))
)

ISSUE_COUNT = Statement(select(func.count()).where(_of_this))
