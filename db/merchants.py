"""Statements about merchants; the owner runs them, before there is a merchant to be fenced to."""

from sqlalchemy import Text, Uuid, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from db.statement import Statement
from db.tables import Merchant
from db.tables.tenant import table_of

merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)
NAME = bindparam("name", type_=Text)

# One that is there already stays as it is.
CREATE = Statement(
    insert(merchant)
    .values(
        merchant_id=MERCHANT,
        name=NAME,
        default_region=bindparam("region", type_=Text),
        default_currency=bindparam("currency", type_=Text),
        default_locale=bindparam("locale", type_=Text),
        time_zone=bindparam("time_zone", type_=Text),
        created_at=func.now(),
    )
    .on_conflict_do_nothing()
)

EXISTS = Statement(select(exists(select(merchant.c.merchant_id).where(merchant.c.merchant_id == MERCHANT))))

ANY = Statement(select(exists(select(merchant.c.merchant_id))))

# The merchants with this id or this name, the oldest first.
FIND = Statement(
    select(
        merchant.c.merchant_id,
        merchant.c.name,
        merchant.c.default_region,
        merchant.c.default_currency,
        merchant.c.default_locale,
    )
    .where(or_(merchant.c.merchant_id == MERCHANT, merchant.c.name == NAME))
    .order_by(merchant.c.merchant_id)
)
