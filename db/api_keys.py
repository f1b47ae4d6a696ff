"""Statements about API keys; who recognises callers is the owner, since a key is what tells the merchant."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    DateTime,
    Interval,
    LargeBinary,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.counting import Counted
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
        expires_at=bindparam("expires_at", type_=DateTime(timezone=True)),
    )
)

# Its id, or no row when the merchant has no such key; the time of the first revocation stays.
REVOKE = Statement(
    update(api_key)
    .where(api_key.c.merchant_id == MERCHANT, api_key.c.id == KEY)
    .values(revoked_at=func.coalesce(api_key.c.revoked_at, func.now()))
    .returning(api_key.c.id)
)

# True, or null when the merchant of the transaction has no such key that opens anything.
ROTATE = Statement(
    select(func.rotate_api_key(KEY, DIGEST, bindparam("grace", type_=Interval), type_=Boolean))
)

# Its id, whatever the key opens, if the merchant has such a one.
FIND = Statement(select(api_key.c.id).where(api_key.c.merchant_id == MERCHANT, api_key.c.id == KEY))

LIST = Statement(
    select(
        api_key.c.id,
        api_key.c.role,
        api_key.c.name,
        api_key.c.created_at,
        api_key.c.revoked_at,
        api_key.c.expires_at,
        api_key.c.last_used_at,
    )
    .where(api_key.c.merchant_id == MERCHANT)
    .order_by(api_key.c.id)
)

# Whose key this is, revoked or not.
MERCHANT_OF = Statement(select(api_key.c.merchant_id).where(api_key.c.id == KEY))

_MERCHANT_FACTS = (
    merchant.c.merchant_id,
    merchant.c.name,
    merchant.c.default_region,
    merchant.c.default_currency,
    merchant.c.default_locale,
)

# Until when a secret opens what its key does: null for ever.
_by_previous = api_key.c.previous_digest == DIGEST
_ends_at = case(
    (api_key.c.digest == DIGEST, api_key.c.expires_at),
    else_=func.least(api_key.c.expires_at, api_key.c.previous_until),
)
_now = func.clock_timestamp()
_unended = and_(
    api_key.c.revoked_at.is_(None),
    or_(api_key.c.expires_at.is_(None), api_key.c.expires_at > _now),
)
# Those that open something.
UNENDED = Counted(api_key, _unended)

_keys_of_merchants = api_key.join(merchant, merchant.c.merchant_id == api_key.c.merchant_id)

# Who holds a secret that opens something, for how many seconds more, and whether that use is to be kept.
HOLDER = Statement(
    select(
        api_key.c.id,
        api_key.c.role,
        *_MERCHANT_FACTS,
        func.extract("epoch", _ends_at - _now).label("seconds_left"),
        func.coalesce(api_key.c.last_used_at < _now - text("interval '1 minute'"), True).label("use_is_news"),
    )
    .select_from(_keys_of_merchants)
    .where(
        _unended,
        or_(api_key.c.digest == DIGEST, and_(_by_previous, api_key.c.previous_until > _now)),
    )
)

# Who holds the key of this id, if it opens anything.
HOLDER_BY_ID = Statement(
    select(api_key.c.id, api_key.c.role, *_MERCHANT_FACTS)
    .select_from(_keys_of_merchants)
    .where(_unended, api_key.c.id == KEY)
)

# The merchant that a person's token names.
MERCHANT_BY_ID = Statement(select(*_MERCHANT_FACTS).where(merchant.c.merchant_id == MERCHANT))

# Each at most once a minute, however many processes have seen it.
KEEP_USES = Statement(
    update(api_key)
    .where(
        api_key.c.id == func.any(bindparam("api_keys", type_=ARRAY(Uuid))),
        func.coalesce(api_key.c.last_used_at < _now - text("interval '1 minute'"), True),
    )
    .values(last_used_at=_now)
)
