"""Customers per group are counted by those who change them, each in one of a few slots."""

from uuid import UUID

from sqlalchemy import CTE, BigInteger, Select, SmallInteger, Uuid, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.tables import CustomerCount
from db.tables.tenant import table_of

NO_GROUP = UUID(int=0)

# Writers at the same time are in different backends, which seldom share a slot: they do not wait
# for each other's commit on the row of one popular group.
SLOTS = 16

count = table_of(CustomerCount)


def counting(changes: Select[UUID, int], name: str = "counted") -> CTE:
    """Return the statement part that adds `changes` (group_id or null, change) to the counts.

    Needs the parameter `merchant`. Rows are written in the order of their key, so that two
    statements never wait for each other in a circle.
    """
    changed = changes.subquery("changed")
    group_id, change = changed.c
    counted = func.coalesce(group_id, constant(NO_GROUP, Uuid))
    insertion = insert(count).from_select(
        [count.c.merchant_id, count.c.group_id, count.c.slot, count.c.customers],
        select(
            bindparam("merchant", type_=Uuid),
            counted,
            cast(func.pg_backend_pid() % constant(SLOTS), SmallInteger),
            cast(func.sum(change), BigInteger),
        )
        .group_by(counted)
        .having(func.sum(change) != constant(0))
        .order_by(counted),
    )
    return insertion.on_conflict_do_update(
        index_elements=[count.c.merchant_id, count.c.group_id, count.c.slot],
        set_={"customers": count.c.customers + insertion.excluded.customers},
    ).cte(name)
