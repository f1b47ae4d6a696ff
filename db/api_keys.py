"""Statements about API keys; the owner runs them, since a key is what tells the merchant."""

from sqlalchemy import LargeBinary, Text, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.statement import Statement
from db.tables import ApiKey, Merchant
from db.tables.tenant import table_of

api_key = table_of(ApiKey)
merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)
KEY = bindparam("api_key", type_=Uuid)
DIGEST = bindparam("digest", type_=LargeBinary)

CREATE = Statement(
    insert(api_key).values(
        digest=DIGEST,
        id=KEY,
        merchant_id=MERCHANT,
        role=bindparam("role", type_=Text),
        name=bindparam("name", type_=Text),
        created_at=func.now(),
    )
)

# Its id, or no row when the merchant has no such key; the time of the first revocation stays.
REVOKE = Statement(
    update(api_key)
    .where(api_key.c.merchant_id == MERCHANT, api_key.c.id == KEY)
    .values(revoked_at=func.coalesce(api_key.c.revoked_at, func.now()))
    .returning(api_key.c.id)
)

LIST = Statement(
    select(api_key.c.id, api_key.c.role, api_key.c.name, api_key.c.created_at, api_key.c.revoked_at)
    .where(api_key.c.merchant_id == MERCHANT)
    .order_by(api_key.c.id)
)

# Whose key this is, revoked or not.
MERCHANT_OF = Statement(select(api_key.c.merchant_id).where(api_key.c.id == KEY))

_valid_holder = (
    select(
        api_key.c.id,
        api_key.c.role,
        merchant.c.merchant_id,
        merchant.c.name,
        merchant.c.default_region,
        merchant.c.default_currency,
        merchant.c.default_locale,
    )
    .select_from(api_key.join(merchant, merchant.c.merchant_id == api_key.c.merchant_id))
    .where(api_key.c.revoked_at.is_(None))
)

# Who holds the secret of this digest, if its key is valid.
HOLDER = Statement(_valid_holder.where(api_key.c.digest == DIGEST))

# Who holds the key of this id, if it is valid.
HOLDER_BY_ID = Statement(_valid_holder.where(api_key.c.id == KEY))
