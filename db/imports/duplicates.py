"""A row that names the same customer as an earlier row of its file is taken out: the earlier one counts."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from db.constant import constant
from db.imports.issues import reporting
from db.imports.parts import OF_THIS_IMPORT, staged, stated, taking_out, written
from db.statement import Statement
from domain.issues import ImportIssueCode, IssueSeverity


def _duplicates() -> Statement:
    every, other = stated().subquery("every"), stated().subquery("other")
    first = (
        select(every.c.kind, every.c.value, func.min(every.c.row).label("row"))
        .group_by(every.c.kind, every.c.value)
        .having(func.count() > constant(1))
        .cte("first")
    )
    # Of several identities that were there before, the surest is named.
    again = (
        select(other.c.row, other.c.kind, first.c.row.label("first_row"))
        .ext(distinct_on(other.c.row))
        .select_from(other.join(first, (first.c.kind == other.c.kind) & (first.c.value == other.c.value)))
        .where(other.c.row > first.c.row)
        .order_by(other.c.row, other.c.rank)
        .cte("again")
    )
    found = select(
        again.c.row,
        func.lower(again.c.kind),
        constant(ImportIssueCode.DUPLICATE_IN_FILE.value).label("code"),
        constant(IssueSeverity.ERROR.value).label("severity"),
        written(again.c.kind).label("raw_value"),
        func.jsonb_build_object(constant("first_row"), again.c.first_row).label("facts"),
    ).select_from(again.join(staged, staged.c.row == again.c.row))
    return Statement(
        select(func.count())
        .select_from(again)
        .add_cte(reporting(found.where(OF_THIS_IMPORT)), taking_out(again))
    )


# How many rows were taken out. Bounds must leave out no row.
TAKE_OUT_DUPLICATES = _duplicates()
