"""What happened to a customer is noted in the statement that did it."""

from sqlalchemy import CTE, Select, Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from db.tables import TimelineEvent
from db.tables.tenant import table_of

event = table_of(TimelineEvent)


def noting(events: Select[*tuple[object, ...]], name: str = "noted") -> CTE:
    """Return the statement part that writes `events` (event_id, customer_id, type, data).

    Needs the parameters `merchant` and `actor`.
    """
    noted = events.subquery(f"to_be_{name}")
    event_id, customer_id, event_type, data = noted.c
    return (
        insert(event)
        .from_select(
            [
                event.c.merchant_id,
                event.c.customer_id,
                event.c.id,
                event.c.type,
                event.c.at,
                event.c.actor,
                event.c.data,
            ],
            select(
                bindparam("merchant", type_=Uuid),
                customer_id,
                event_id,
                event_type,
                func.now(),
                bindparam("actor", type_=Text),
                data,
            ),
        )
        .cte(name)
    )
