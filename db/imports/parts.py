"""What the statements of an import have in common: its staged rows, and how anything is looked up for them.

Fresh rows have no statistics: the planner takes a file, and all customers of a new merchant, for one row, and
would compare each of these with each of those. So its choice is taken away. What is looked up by a key is a
scalar or a lateral sub-query; sets of rows are joined with nested loops off (services.imports.judging).
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    select,
    union_all,
    update,
)

from db.constant import constant
from db.tables import Customer, CustomerGroup, CustomerImport, StagedCustomer
from db.tables.tenant import table_of
from domain.customer import IdentityKind
from domain.import_outcome import RowOutcome

customer = table_of(Customer)
group = table_of(CustomerGroup)
customer_import = table_of(CustomerImport)
staged = table_of(StagedCustomer)

MERCHANT = bindparam("merchant", type_=Uuid)
IMPORT = bindparam("import", type_=Uuid)
IMPORT_NAME = bindparam("import_name", type_=Text)  # as the API shows its id
# The rows that a statement is about: above the first bound, up to the second.
ABOVE = bindparam("above", type_=Integer)
UP_TO = bindparam("up_to", type_=Integer)

THIS_IMPORT = and_(customer_import.c.merchant_id == MERCHANT, customer_import.c.id == IMPORT)
OF_THIS_IMPORT = and_(staged.c.merchant_id == MERCHANT, staged.c.import_id == IMPORT)
# A rejected row stays, so that it can be shown; nothing else is done with it.
IS_TAKEN = staged.c.outcome.is_distinct_from(constant(RowOutcome.REJECTED.value))
EVERY_IN_RANGE = and_(OF_THIS_IMPORT, staged.c.row > ABOVE, staged.c.row <= UP_TO)
IN_RANGE = and_(EVERY_IN_RANGE, IS_TAKEN)

# Per kind of identity, the surest first: the column that holds its value, and the one that holds what was
# written. They are called the same in a customer.
IDENTITY_COLUMNS = {
    IdentityKind.EXTERNAL_REFERENCE: ("external_reference", "external_reference"),
    IdentityKind.PHONE: ("phone_e164", "phone_raw"),
    IdentityKind.EMAIL: ("email_normal", "email"),
}


def stated() -> Select[Any, Any, Any, Any]:
    """Return what the rows in range lead by: row, rank (0 is the surest), kind and value."""
    parts = (
        select(
            staged.c.row,
            constant(rank).label("rank"),
            constant(kind.value, Text).label("kind"),
            staged.c[value].label("value"),
        ).where(IN_RANGE, staged.c[value].is_not(None))
        for rank, (kind, (value, _)) in enumerate(IDENTITY_COLUMNS.items())
    )
    return select(*union_all(*parts).subquery().c)


def written(kind: ColumnElement[str]) -> ColumnElement[str]:
    """Return what a staged row has in the cell of this kind of identity."""
    columns = ((name.value, raw) for name, (_, raw) in IDENTITY_COLUMNS.items())
    return case(*((kind == constant(name), staged.c[raw]) for name, raw in columns))


def group_named(name_key: ColumnElement[str], what: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Look up `what` of the merchant's group of this name; null when there is none."""
    return select(what).where(group.c.merchant_id == MERCHANT, group.c.name_key == name_key).scalar_subquery()


def taking_out(rejected: CTE, **values: ColumnElement[Any]) -> CTE:
    """Return the statement part that rejects rows in range, and says of them what else is given."""
    return (
        update(staged)
        .where(EVERY_IN_RANGE, staged.c.row == rejected.c.row)
        .values(outcome=constant(RowOutcome.REJECTED.value), **values)
        .cte("taken_out")
    )
