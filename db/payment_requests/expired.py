"""Requests whose end has come, found among all merchants, each merchant's by its own index."""

from sqlalchemy import Integer, bindparam, func, select, true

from db.payment_requests.parts import IS_OPEN, request
from db.statement import Statement
from db.tables import Merchant
from db.tables.tenant import table_of

merchant = table_of(Merchant)

_of_each = (
    select(request.c.id)
    .where(request.c.merchant_id == merchant.c.merchant_id, IS_OPEN, request.c.expires_at <= func.now())
    .order_by(request.c.expires_at)
    .limit(bindparam("size", type_=Integer))
    .lateral("of_each")
)

# For the owner: of each merchant that has any, up to `size` ids of `requests` that nobody can pay any more.
EXPIRED = Statement(
    select(merchant.c.merchant_id, func.array_agg(_of_each.c.id).label("requests"))
    .select_from(merchant.join(_of_each, true()))
    .group_by(merchant.c.merchant_id)
)
