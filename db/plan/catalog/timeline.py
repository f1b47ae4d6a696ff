"""What happened to a customer, in words too, and who did it."""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, case, cast, func, null, select
from sqlmodel import SQLModel

from db.plan.build import Build, Node, conditions_of
from db.plan.json import JsonObject, text_literal
from db.plan.nodes import code, global_id, leaf, merchant_of
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerGroup, CustomerImport, Payment, PaymentRequest, TimelineEvent, Upload
from domain.caller import Caller
from domain.ids import UUID_PATTERN, Kind
from domain.timeline import TimelineEventType
from domain.timeline_summary import TimelineEntry, summarise

_T = TimelineEventType


def _summary(build: Build, event: Row, _field: Field) -> ColumnElement[Any]:
    """Python words it, of what is kept and of what its ids name by now."""
    inputs = (
        ("type", event[TimelineEvent.type]),
        ("data", event[TimelineEvent.data]),
        ("found", _found(build, event)),
    )
    return build.compute(JsonObject(inputs), _sentence)


def _sentence(inputs: Any, caller: Caller) -> str:
    entry = TimelineEntry(TimelineEventType(inputs["type"]), inputs["data"], inputs["found"] or {})
    return summarise(entry, caller.language)


def _found(build: Build, event: Row) -> ColumnElement[Any]:
    """Return what `domain.timeline_summary` needs beside the row; each type looks up its own, by key."""
    return case(
        (_is(event, _T.PAYMENT), _of_payment(build, event)),
        (_is(event, _T.REQUEST_SENT, _T.REQUEST_DELIVERED, _T.REQUEST_SKIPPED), _of_request(build, event)),
        (_is(event, _T.GROUP_CHANGED), _of_groups(build, event)),
        (_is(event, _T.UPDATED, _T.IMPORTED, _T.IMPORT_UNDONE), _of_import(build, event)),
        else_=null(),
    )


def _is(event: Row, *types: TimelineEventType) -> ColumnElement[bool]:
    return event[TimelineEvent.type].in_([text_literal(one) for one in types])


def _of_payment(build: Build, event: Row) -> ColumnElement[Any]:
    payment = Row.of(Payment)
    facts = (("minor", payment[Payment.amount_minor]), ("currency", payment[Payment.currency]))
    return _looked_up(build, payment, Payment, _named(event, "payment", Kind.PAYMENT), JsonObject(facts))


def _of_request(build: Build, event: Row) -> ColumnElement[Any]:
    request = Row.of(PaymentRequest)
    facts = (
        ("reference", request[PaymentRequest.reference]),
        ("minor", request[PaymentRequest.amount_minor]),
        ("currency", request[PaymentRequest.currency]),
    )
    request_id = _named(event, "request", Kind.PAYMENT_REQUEST)
    return _looked_up(build, request, PaymentRequest, request_id, JsonObject(facts))


def _of_groups(build: Build, event: Row) -> ColumnElement[Any]:
    names = []
    for member in ("from", "to"):
        group = Row.of(CustomerGroup)
        group_id = _named(event, member, Kind.GROUP)
        name = _looked_up(build, group, CustomerGroup, group_id, group[CustomerGroup.name])
        names.append((f"{member}_group", name))
    return JsonObject(names)


def _of_import(build: Build, event: Row) -> ColumnElement[Any]:
    upload, run = Row.of(Upload), Row.of(CustomerImport)
    import_id = _named(event, "import", Kind.IMPORT)
    upload_id = _looked_up(build, run, CustomerImport, import_id, run[CustomerImport.upload_id])
    facts = JsonObject((("file", upload[Upload.file_name]),))
    return _looked_up(build, upload, Upload, upload_id, facts)


def _looked_up(
    build: Build, row: Row, table: type[SQLModel], row_id: ColumnElement[Any], value: ColumnElement[Any]
) -> ColumnElement[Any]:
    conditions = conditions_of(build, row, merchant_of(table), [row[table.id] == row_id])  # type: ignore[attr-defined]
    return build.subquery(select(value).select_from(row.source).where(and_(*conditions)))


def _named(event: Row, member: str, kind: Kind) -> ColumnElement[Any]:
    """Return the UUID of an id in the data of an event; null when there is none."""
    said = event[TimelineEvent.data].op("->>")(text_literal(member))
    return cast(func.substring(said, text_literal(f"^{kind}_({UUID_PATTERN})$")), Uuid())


TIMELINE_EVENT: dict[str, Node] = {
    "id": global_id(Kind.TIMELINE_EVENT, TimelineEvent.id),
    "type": code(TimelineEvent.type),
    "at": leaf(TimelineEvent.at),
    "actor": lambda build, event, field: build.object("Actor", event[TimelineEvent.actor], field),
    "summary": _summary,
    "data": leaf(TimelineEvent.data),
}
