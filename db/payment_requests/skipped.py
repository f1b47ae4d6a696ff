"""What the timeline tells of a request that nobody could be asked by."""

from typing import Any

from sqlalchemy import FromClause, Select, Text, cast, func, select

from db.constant import constant
from domain.ids import Kind
from domain.timeline import TimelineEventType


def skipped_events(given: FromClause) -> Select[Any, Any, Any, Any]:
    """Return the events of given requests (event_id, customer_id, id, blockers); the caller says of which."""
    return select(
        given.c.event_id,
        given.c.customer_id,
        constant(TimelineEventType.REQUEST_SKIPPED.value).label("type"),
        func.jsonb_build_object(
            constant("request"),
            constant(f"{Kind.PAYMENT_REQUEST}_", Text) + cast(given.c.id, Text),
            constant("blockers"),
            given.c.blockers,
        ).label("data"),
    )
