"""What leads to a customer: each phone, e-mail and external reference of a merchant leads to one only."""

from sqlalchemy import ARRAY, CTE, FromClause, Text, Uuid, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from db.statement import Statement
from db.tables import CustomerIdentity
from db.tables.tenant import table_of

identity = table_of(CustomerIdentity)

MERCHANT = bindparam("merchant", type_=Uuid)


def claiming(claimed: FromClause) -> CTE:
    """Return the statement part that makes identities (kind, value, customer_id) lead to their customers.

    Yields kind and value of those that were free. Written in the order of their key, so that two
    statements never wait for each other in a circle.
    """
    return (
        insert(identity)
        .from_select(
            [identity.c.merchant_id, identity.c.kind, identity.c.value, identity.c.customer_id],
            select(MERCHANT, claimed.c.kind, claimed.c.value, claimed.c.customer_id).order_by(
                claimed.c.kind, claimed.c.value
            ),
        )
        .on_conflict_do_nothing()
        .returning(identity.c.kind, identity.c.value)
        .cte("claimed")
    )


_wanted = (
    func.unnest(bindparam("kinds", type_=ARRAY(Text)), bindparam("values", type_=ARRAY(Text)))
    .table_valued("kind", "value")
    .render_derived(name="wanted")
)

# kind, value and customer_id of those of the identities `kinds`, `values` that lead to somebody.
OWNERS = Statement(
    select(identity.c.kind, identity.c.value, identity.c.customer_id)
    .select_from(
        _wanted.join(identity, and_(identity.c.kind == _wanted.c.kind, identity.c.value == _wanted.c.value))
    )
    .where(identity.c.merchant_id == MERCHANT)
)
