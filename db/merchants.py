"""Statements about merchants; the owner runs them, before there is a merchant to be fenced to."""

from sqlalchemy import Text, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from db.statement import Statement
from db.tables import Merchant
from db.tables.tenant import table_of

merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)

CREATE = Statement(
    insert(merchant).values(
        merchant_id=MERCHANT,
        name=bindparam("name", type_=Text),
        default_region=bindparam("region", type_=Text),
        default_currency=bindparam("currency", type_=Text),
        default_locale=bindparam("locale", type_=Text),
        time_zone=bindparam("time_zone", type_=Text),
        created_at=func.now(),
    )
)

EXISTS = Statement(select(exists(select(merchant.c.merchant_id).where(merchant.c.merchant_id == MERCHANT))))
