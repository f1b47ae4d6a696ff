"""Endpoints are made, found and taken away."""

from sqlalchemy import Text, Uuid, bindparam, delete, func, or_, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from db.counting import Counted
from db.statement import Statement
from db.tables import Merchant, WebhookEndpoint
from db.tables.tenant import table_of

endpoint = table_of(WebhookEndpoint)
merchant = table_of(Merchant)

MERCHANT = bindparam("merchant", type_=Uuid)
ENDPOINT = bindparam("endpoint", type_=Uuid)

ALL = Counted(endpoint)

# One that is there already stays as it is.
CREATE = Statement(
    insert(endpoint)
    .values(
        merchant_id=MERCHANT,
        id=ENDPOINT,
        kind=bindparam("kind", type_=Text),
        provider=bindparam("provider", type_=Text),
        secret=bindparam("secret", type_=Text),
        created_at=func.now(),
    )
    .on_conflict_do_nothing()
)

DELETE = Statement(
    delete(endpoint).where(endpoint.c.merchant_id == MERCHANT, endpoint.c.id == ENDPOINT).returning(true())
)

# An endpoint, and what is assumed for its merchant.
FIND = Statement(
    select(
        endpoint.c.kind,
        endpoint.c.provider,
        endpoint.c.secret,
        merchant.c.name,
        merchant.c.default_region,
        merchant.c.default_currency,
        merchant.c.default_locale,
    )
    .select_from(endpoint.join(merchant, merchant.c.merchant_id == endpoint.c.merchant_id))
    .where(endpoint.c.merchant_id == MERCHANT, endpoint.c.id == ENDPOINT, merchant.c.merchant_id == MERCHANT)
)

# Told once a minute at most: events at the same time would wait for each other at this row.
HEARD = Statement(
    update(endpoint)
    .where(
        endpoint.c.merchant_id == MERCHANT,
        endpoint.c.id == ENDPOINT,
        or_(
            endpoint.c.last_event_at.is_(None),
            endpoint.c.last_event_at < func.now() - text("interval '1 minute'"),
        ),
    )
    .values(last_event_at=func.now())
)
