"""Customers come into being, one or many, in one statement with all that belongs to them."""

from typing import Any

from sqlalchemy import CTE, FromClause, Select, Uuid, and_, cast, exists, func, null, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.counts import counting
from db.customers.parts import EVENT_ID, MERCHANT, SAID, adding_contacts, customer, given_identities
from db.identity import claiming
from db.rows import given_rows
from db.statement import Statement
from db.timeline import noting
from domain.timeline import TimelineEventType

_GIVEN = (customer.c.id, customer.c.creation_source, *SAID)


def _created(given: FromClause) -> CTE:
    names = (customer.c.merchant_id, customer.c.version, customer.c.created_at, customer.c.updated_at)
    values = select(MERCHANT, constant(1), func.now(), func.now(), *(given.c[c.name] for c in _GIVEN))
    return insert(customer).from_select([*names, *_GIVEN], values).cte("created")


def _born(given: FromClause) -> Select[Any, Any, Any, Any]:
    return select(
        given.c.event_id,
        given.c.id,
        constant(TimelineEventType.CREATED.value).label("type"),
        func.jsonb_build_object(constant("source"), given.c.creation_source).label("data"),
    )


def _creation() -> Statement:
    given = given_rows("customers", (*_GIVEN, EVENT_ID))
    claimed = claiming(given_identities)
    free = and_(claimed.c.kind == given_identities.c.kind, claimed.c.value == given_identities.c.value)
    changes = select(cast(null(), Uuid).label("group_id"), constant(1).label("change")).select_from(given)
    return Statement(
        select(given_identities.c.kind, given_identities.c.value, given_identities.c.customer_id)
        .where(~exists(select(claimed.c.kind).where(free)))
        .add_cte(_created(given), adding_contacts(), counting(changes), noting(_born(given)))
    )


# All are in no group; who is to be in one is assigned to it next. Yields the identities (kind, value,
# customer_id) that were taken already: then the transaction must not be committed.
CREATE = _creation()
