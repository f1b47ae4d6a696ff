"""What is found in a file is written down, in the order in which it is found in a row."""

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    column,
    delete,
    false,
    func,
    null,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.imports.parts import ABOVE, IMPORT, MERCHANT, THIS_IMPORT, UP_TO, customer_import
from db.rows import given_rows
from db.statement import Statement
from db.tables import ImportIssue
from db.tables.tenant import table_of
from domain.issues import IssueSeverity

issue = table_of(ImportIssue)

# Rows up to here have been merged before the file was staged again: their issues are there.
SETTLED = bindparam("settled", type_=Integer)

_FOUND = tuple(c for c in issue.c if c.name not in ("merchant_id", "import_id", "judged"))
_OF_THIS_IMPORT = and_(issue.c.merchant_id == MERCHANT, issue.c.import_id == IMPORT)

_given = given_rows("issues", _FOUND)

# Issues by column name; a row's first has the position 0.
ADD = Statement(
    insert(issue).from_select(
        [issue.c.merchant_id, issue.c.import_id, *_FOUND, issue.c.judged],
        select(MERCHANT, IMPORT, *(_given.c[c.name] for c in _FOUND), false()),
    )
)

# Where the file has which field: `field` as an issue names it, column and header.
_places = given_rows("places", (column("field", Text), issue.c.column, issue.c.header))


def reporting(found: Select[*tuple[object, ...]], name: str = "reported") -> CTE:
    """Return the statement part that adds one issue a row: (row, field, code, severity, raw_value, facts).

    Needs the parameters `merchant`, `import`, `settled` and `places`.
    """
    remark = found.subquery(f"to_be_{name}")
    row, field, code, severity, raw_value, facts = remark.c
    latest = (
        select(func.coalesce(func.max(issue.c.position) + constant(1), constant(0)))
        .where(_OF_THIS_IMPORT, issue.c.row == row)
        .scalar_subquery()
    )
    names = (
        "row",
        "position",
        "column",
        "header",
        "field",
        "code",
        "severity",
        "raw_value",
        "suggestion",
        "facts",
    )
    return (
        insert(issue)
        .from_select(
            [issue.c.merchant_id, issue.c.import_id, *(issue.c[name] for name in names), issue.c.judged],
            select(
                *(MERCHANT, IMPORT, row, latest, _places.c.column, _places.c.header),
                *(field, code, severity, raw_value, null(), facts, true()),
            )
            .select_from(remark.outerjoin(_places, _places.c.field == field))
            .where(row > SETTLED),
        )
        .cte(name)
    )


# When a file is staged again: the issues of all rows that are not settled.
CLEAR = Statement(delete(issue).where(_OF_THIS_IMPORT, issue.c.row > SETTLED))

# When rows are judged again: what was said of those that were taken.
RETRACT = Statement(
    delete(issue).where(
        _OF_THIS_IMPORT,
        issue.c.row > ABOVE,
        issue.c.row <= UP_TO,
        issue.c.judged,
        issue.c.severity == constant(IssueSeverity.WARNING.value),
    )
)

# When the whole file is judged again: what was said of all rows that are not settled.
RETRACT_ALL = Statement(delete(issue).where(_OF_THIS_IMPORT, issue.c.row > SETTLED, issue.c.judged))

_tally = (
    select(
        func.count(issue.c.row.distinct())
        .filter(issue.c.severity == constant(IssueSeverity.ERROR.value))
        .label("rejected"),
        func.count().filter(issue.c.severity == constant(IssueSeverity.WARNING.value)).label("warnings"),
    )
    .where(_OF_THIS_IMPORT)
    .subquery("tally")
)

# Counts rows with errors and issues that are warnings; yields the rows with errors.
TALLY = Statement(
    update(customer_import)
    .where(THIS_IMPORT)
    .values(rejected=_tally.c.rejected, warnings=_tally.c.warnings)
    .returning(customer_import.c.rejected)
)
