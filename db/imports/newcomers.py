"""Rows that mean nobody yet become customers."""

from typing import Any

from sqlalchemy import CTE, Select, Text, Uuid, cast, func, null, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.customers.parts import SAID
from db.imports.parts import IDENTITY_COLUMNS, IMPORT_NAME, MERCHANT, customer, group, group_named
from domain.customer import CreationSource
from domain.timeline import TimelineEventType


def newcomers_of(chunk: CTE) -> CTE:
    """Return the rows of new customers with the group that they join: `id`, and `joined_id` or null."""
    joined_id = group_named(chunk.c.group_key, group.c.id).label("joined_id")
    return (
        select(chunk, chunk.c.customer_id.label("id"), joined_id)
        .where(chunk.c.matched_id.is_(None))
        .cte("newcomers")
    )


def creating(newcomers: CTE) -> CTE:
    """Return the statement part that inserts them, in the order of their keys."""
    kept = ("merchant_id", "id", "version", "created_at", "updated_at", "group_id", "creation_source")
    source = constant(CreationSource.IMPORT.value)
    values = select(
        *(MERCHANT, newcomers.c.id, constant(1), func.now(), func.now(), newcomers.c.joined_id, source),
        *(newcomers.c[c.name] for c in SAID),
    ).order_by(newcomers.c.id)
    columns = [*(customer.c[name] for name in kept), *SAID]
    return insert(customer).from_select(columns, values).cte("created")


def identities_of(newcomers: CTE) -> list[Select[Any, Any, Any]]:
    """Return, per kind, what leads to them: (kind, value, customer_id)."""
    return [
        select(
            constant(kind.value, Text).label("kind"), newcomers.c[value].label("value"), newcomers.c.id
        ).where(newcomers.c[value].is_not(None))
        for kind, (value, _) in IDENTITY_COLUMNS.items()
    ]


def arrivals(newcomers: CTE) -> Select[Any, Any, Any, Any]:
    """Return what their timelines begin with: which row of which import they come from."""
    return select(
        newcomers.c.event_id,
        newcomers.c.id,
        constant(TimelineEventType.IMPORTED.value).label("type"),
        func.jsonb_build_object(constant("import"), IMPORT_NAME, constant("row"), newcomers.c.row).label(
            "data"
        ),
    )


def joining_newcomers(newcomers: CTE) -> Select[Any, Any, Any, Any]:
    """Return who of them goes into a group, as a move from no group."""
    return select(
        newcomers.c.group_event_id.label("event_id"),
        newcomers.c.id,
        cast(null(), Uuid).label("group_id"),
        newcomers.c.joined_id,
    ).where(newcomers.c.joined_id.is_not(None))
