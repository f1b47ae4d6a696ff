"""The rows of one chunk, and the groups that they need."""

from sqlalchemy import CTE, Boolean, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert

from db.constant import constant
from db.imports.outcomes import GROUP_CONFLICT
from db.imports.parts import IMPORT, IN_RANGE, MERCHANT, customer, group, group_named, staged
from db.statement import Statement
from db.tables import ImportGroup
from db.tables.tenant import table_of
from domain.group import GroupConflictPolicy

import_group = table_of(ImportGroup)

SKIPPING = bindparam("skipping", type_=Boolean)  # whether who is there already is left alone


def chunk_rows() -> CTE:
    """Return the staged rows in range."""
    return select(staged).where(IN_RANGE).cte("chunk")


def groups_to_make() -> CTE:
    """Return the groups that rows in range name and that are not there, but none into which nobody would go:
    `new_group_id`, `group_name` as the first row has it, and `group_key`."""
    columns = (staged.c.row, staged.c.new_group_id, staged.c.group_name, staged.c.group_key)
    rows = select(*columns, staged.c.matched_id).where(IN_RANGE, staged.c.group_key.is_not(None)).cte("rows")
    present_id = (
        select(customer.c.group_id)
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == rows.c.matched_id)
        .scalar_subquery()
    )
    moving = constant(GroupConflictPolicy.MOVE.value) == GROUP_CONFLICT
    would_join = or_(rows.c.matched_id.is_(None), ~SKIPPING & (moving | present_id.is_(None)))
    # A file names few groups often: each is looked up once.
    named = (
        select(rows.c.new_group_id, rows.c.group_name, rows.c.group_key)
        .ext(distinct_on(rows.c.group_key))
        .where(would_join)
        .order_by(rows.c.group_key, rows.c.row)
        .subquery("named")
    )
    return select(named).where(group_named(named.c.group_key, group.c.id).is_(None)).cte("made")


def _making_groups() -> Statement:
    made = groups_to_make()
    names = ("merchant_id", "id", "version", "name", "name_key", "created_at", "updated_at")
    values = select(
        *(MERCHANT, made.c.new_group_id, constant(1), made.c.group_name, made.c.group_key),
        *(func.now(), func.now()),
    )
    inserted = (
        insert(group)
        .from_select([group.c[name] for name in names], values)
        .on_conflict_do_nothing()
        .returning(group.c.id)
        .cte("inserted")
    )
    return Statement(
        insert(import_group).from_select(
            [import_group.c.merchant_id, import_group.c.import_id, import_group.c.group_id],
            select(MERCHANT, IMPORT, inserted.c.id),
        )
    )


# Makes those groups, and notes that the import has made them.
MAKE_GROUPS = _making_groups()
