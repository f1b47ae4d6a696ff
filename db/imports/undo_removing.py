"""The customers and the groups that an undone import has made are deleted."""

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, exists, func, select

from db.constant import constant
from db.counts import count, counting
from db.imports.chunk import import_group
from db.imports.parts import IMPORT, MERCHANT, customer, group
from db.statement import Statement


def _removing() -> Statement:
    removed = (
        delete(customer)
        .where(
            customer.c.merchant_id == MERCHANT,
            customer.c.id == any_(bindparam("customers", type_=ARRAY(Uuid))),
        )
        .returning(customer.c.group_id)
        .cte("removed")
    )
    gone = select(removed.c.group_id, constant(-1).label("change"))
    return Statement(select(func.count()).select_from(removed).add_cte(counting(gone)))


# How many are gone, with all that belonged to them. A payment that comes meanwhile is a foreign-key
# violation.
REMOVE = _removing()

_members = select(customer.c.id).where(customer.c.merchant_id == MERCHANT, customer.c.group_id == group.c.id)
_empty = (
    select(group.c.id)
    .select_from(import_group.join(group, group.c.id == import_group.c.group_id))
    .where(
        import_group.c.merchant_id == MERCHANT,
        import_group.c.import_id == IMPORT,
        group.c.merchant_id == MERCHANT,
        group.c.version == constant(1),
        ~exists(_members),
    )
    .order_by(group.c.id)
    .with_for_update(of=group)
    .cte("empty")
)
_uncounted = (
    delete(count).where(count.c.merchant_id == MERCHANT, count.c.group_id == _empty.c.id).cte("uncounted")
)

# Takes away the groups that the import has made, if nobody is in them and nobody has edited them. A customer
# who joins meanwhile is a foreign-key violation.
DROP_GROUPS = Statement(
    delete(group).where(group.c.merchant_id == MERCHANT, group.c.id == _empty.c.id).add_cte(_uncounted)
)
