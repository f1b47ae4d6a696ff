"""Batches: how far they have come, what their preflight has found, and the requests they are made of."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, cast, literal_column, select

from db.plan.build import Build, Node
from db.plan.catalog.customer_import import IMPORT_FAILURE
from db.plan.catalog.rendered_message import json_message
from db.plan.json import JsonArray, array_of, text_literal
from db.plan.lists.batches import REQUESTS_OF_BATCH
from db.plan.money import MoneyColumns
from db.plan.nodes import code, elements_of, global_id, json_elements, json_member, leaf, part
from db.plan.pages import connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import PaymentRequest, PaymentRequestBatch
from domain.ids import Kind


def _amount(row: Row) -> MoneyColumns:
    return MoneyColumns(row[PaymentRequestBatch.amount_minor], row[PaymentRequestBatch.currency])


PAYMENT_REQUEST_BATCH: dict[str, Node] = {
    "id": global_id(Kind.BATCH, PaymentRequestBatch.id),
    "status": code(PaymentRequestBatch.status),
    "progress": part("Progress", lambda row: row),
    "createdAt": leaf(PaymentRequestBatch.created_at),
    "startedAt": leaf(PaymentRequestBatch.started_at),
    "finishedAt": leaf(PaymentRequestBatch.finished_at),
    "preflight": part(
        "BatchPreflight",
        lambda row: row,
        exists=lambda row: row[PaymentRequestBatch.preflight].is_not(None),
    ),
    "requests": connection(
        REQUESTS_OF_BATCH,
        lambda _build, batch, request: [request[PaymentRequest.batch_id] == batch[PaymentRequestBatch.id]],
    ),
    "amount": part("Money", _amount, exists=lambda row: row[PaymentRequestBatch.amount_minor].is_not(None)),
    "channels": leaf(PaymentRequestBatch.channels),
    "scheduledFor": leaf(PaymentRequestBatch.scheduled_for),
    "expiresAt": leaf(PaymentRequestBatch.expires_at),
    "failure": part(
        "BatchFailure",
        lambda row: row[PaymentRequestBatch.failure],
        exists=lambda row: row[PaymentRequestBatch.failure].is_not(None),
    ),
}

# What is kept of a failure is the same, whatever has failed.
BATCH_FAILURE = IMPORT_FAILURE


def _found(name: str) -> Node:
    """What a preflight has found, by its name there."""
    return lambda build, row, field: json_member(name)(build, row[PaymentRequestBatch.preflight], field)


def _number(row: Row, name: str) -> ColumnElement[Any]:
    return cast(row[PaymentRequestBatch.preflight].op("->")(text_literal(name)), BigInteger())


def _will_skip(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    elements = elements_of(row[PaymentRequestBatch.preflight].op("->")(text_literal("will_skip")))
    element = elements.source.c.element
    tally = build.derived(
        select(
            element.op("->>")(text_literal("blocker")).label("blocker"),
            cast(element.op("->")(text_literal("count")), Integer).label("count"),
            elements.source.c.place,
        ).select_from(elements.source)
    )
    with build.inside(tally), build.at("[]"):
        one = build.object("BlockerCount", tally, field)
    return build.subquery(select(array_of(one, position=tally.source.c.place)).select_from(tally.source))


def _total(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    """A batch is in one currency, so there is one sum, or none when nobody is asked."""
    with build.at("[]"):
        money = MoneyColumns(_number(row, "total_minor"), row[PaymentRequestBatch.currency])
        one = JsonArray([build.object("Money", money, field)])
    nobody = _number(row, "will_send") == literal_column("0")
    return case((nobody, JsonArray([])), else_=one)


def _samples(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    elements = elements_of(row[PaymentRequestBatch.preflight].op("->")(text_literal("samples")))
    with build.inside(elements), build.at("[]"):
        one = build.object("RenderedMessage", json_message(elements.source.c.element), field)
    collected = array_of(one, position=elements.source.c.place)
    return build.subquery(select(collected).select_from(elements.source))


BATCH_PREFLIGHT: dict[str, Node] = {
    "digest": _found("digest"),
    "recipients": _found("recipients"),
    "willSend": _found("will_send"),
    "willSkip": _will_skip,
    "duplicatesCollapsed": _found("duplicates_collapsed"),
    "total": _total,
    "smsSegments": _found("sms_segments"),
    "samples": _samples,
    "warnings": json_elements(
        "TemplateIssue",
        lambda row: row[PaymentRequestBatch.preflight].op("->")(text_literal("warnings")),
    ),
}
