"""What happened to customers, and the words for it."""

from typing import Any

from domain.ids import Kind, decode, encode
from domain.timeline import TimelineEventType
from domain.timeline_summary import TimelineEntry, summarise
from tests.graphql.oracle.records import actor
from tests.graphql.oracle.rows import Rows


def _summary(rows: Rows, event: Any) -> str:
    entry = TimelineEntry(TimelineEventType(event.type), event.data, _found(rows, event))
    return summarise(entry, rows.caller.language)


def _found(rows: Rows, event: Any) -> dict[str, Any]:
    """Return what the ids in an event name, whatever its type is."""
    payment = _named(rows, event, "payment", Kind.PAYMENT, "payment")
    request = _named(rows, event, "request", Kind.PAYMENT_REQUEST, "payment_request")
    run = _named(rows, event, "import", Kind.IMPORT, "customer_import")
    left, joined = (_named(rows, event, member, Kind.GROUP, "customer_group") for member in ("from", "to"))
    paid = payment or request
    return {
        "minor": paid and paid.amount_minor,
        "currency": paid and paid.currency,
        "reference": request and request.reference,
        "file": run and rows.one("upload", id=run.upload_id).file_name,
        "from_group": left and left.name,
        "to_group": joined and joined.name,
    }


def _named(rows: Rows, event: Any, member: str, kind: Kind, table: str) -> Any:
    uuid = decode(event.data.get(member) or "", kind)
    return uuid and rows.one(table, id=uuid)


TIMELINE_EVENT = {
    "id": lambda _rows, row: encode(Kind.TIMELINE_EVENT, row.id),
    "actor": lambda rows, row: actor(rows, row.actor),
    "summary": _summary,
}
