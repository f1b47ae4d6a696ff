"""What a report needs of an import: its file, and what is known of some of its rows."""

from sqlalchemy import Text, and_, cast, func, literal_column, select

from db.constant import constant
from db.imports.issues import issue
from db.imports.logged_rows import import_row
from db.imports.parts import ABOVE, IMPORT, MERCHANT, THIS_IMPORT, UP_TO, customer_import
from db.imports.records import WITH_FILE, upload
from db.plan.json import text_literal
from db.statement import Statement
from domain.import_outcome import RowOutcome
from domain.issues import IssueSeverity

# How the file is called, where it is, how it was read, and whether all of it has failed.
SOURCE = Statement(
    select(
        customer_import.c.status,
        customer_import.c.dialect,
        customer_import.c.columns,
        upload.c.file_name,
        upload.c.storage_key,
    )
    .select_from(WITH_FILE)
    .where(THIS_IMPORT)
)

_in_range = and_(
    issue.c.merchant_id == MERCHANT,
    issue.c.import_id == IMPORT,
    issue.c.row > ABOVE,
    issue.c.row <= UP_TO,
)
_with_error = select(issue.c.row).where(_in_range, issue.c.severity == constant(IssueSeverity.ERROR.value))
_told = (
    *(issue.c.row, issue.c.column, issue.c.header, issue.c.code),
    *(issue.c.severity, issue.c.raw_value, issue.c.suggestion, issue.c.facts),
)


def _as_json(*further: object) -> Statement:
    """Return the statement that yields issues of rows in range as one JSON text, row by row."""
    found = (
        select(*_told)
        .where(_in_range, *further)  # type: ignore[arg-type]
        .order_by(issue.c.row, issue.c.position)
        .subquery("found")
    )
    listed = cast(func.json_agg(literal_column("found")), Text)
    return Statement(select(func.coalesce(listed, text_literal("[]"))).select_from(found))


ISSUES = _as_json()
ISSUES_OF_REJECTED = _as_json(issue.c.row.in_(_with_error))

# The numbers of the rows in range that became or meant customers, or were skipped.
TAKEN = Statement(
    select(func.array_agg(import_row.c.row)).where(
        import_row.c.merchant_id == MERCHANT,
        import_row.c.import_id == IMPORT,
        import_row.c.row > ABOVE,
        import_row.c.row <= UP_TO,
        import_row.c.outcome != constant(RowOutcome.REJECTED.value),
    )
)
