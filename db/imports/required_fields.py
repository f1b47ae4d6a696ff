"""A row that makes a new customer has a value in each custom field that the merchant requires."""

from sqlalchemy import Text, column, func, null, select
from sqlalchemy.dialects.postgresql import distinct_on

from db.constant import constant
from db.imports.issues import reporting
from db.imports.parts import IN_RANGE, staged, taking_out
from db.rows import given_rows
from db.statement import Statement
from domain.issues import ImportIssueCode, IssueSeverity


def _incomplete() -> Statement:
    required = given_rows("required", (column("id", Text), column("field", Text)))
    lacking = (
        select(staged.c.row, required.c.field)
        .ext(distinct_on(staged.c.row))
        .select_from(staged.join(required, ~func.jsonb_exists(staged.c.custom_fields, required.c.id)))
        .where(IN_RANGE, staged.c.matched_id.is_(None))
        .order_by(staged.c.row, required.c.field)
        .cte("lacking")
    )
    found = select(
        lacking.c.row,
        lacking.c.field,
        constant(ImportIssueCode.REQUIRED_MISSING.value).label("code"),
        constant(IssueSeverity.ERROR.value).label("severity"),
        null().label("raw_value"),
        func.jsonb_build_object().label("facts"),
    )
    return Statement(select(func.count()).select_from(lacking).add_cte(reporting(found), taking_out(lacking)))


# How many rows in range were taken out. `required` holds the id of a field, and its path in an issue.
TAKE_OUT_INCOMPLETE = _incomplete()
