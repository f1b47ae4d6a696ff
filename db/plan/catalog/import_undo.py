"""Undoing an import: whether it can be done, what it has come to, and who is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Uuid, case, cast, exists, func, literal_column, null, select

from db.plan.build import Build, Node, conditions_of
from db.plan.json import JsonObject, array_of, text_literal
from db.plan.nodes import expression, json_member, leaf, to_one
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, CustomerImport, ImportRow
from domain.caller import Caller
from domain.errors import Failure
from domain.import_undo import KEPT_LISTED, UNDO_WINDOW, ImportState, undo_refusal
from domain.jobs import ImportPhase, JobStatus
from domain.texts import say, say_failure


def _state(row: Row) -> ColumnElement[Any]:
    """What decides whether an import can be undone: the members of ImportState, and the present time."""
    return JsonObject(
        (
            ("phase", row[CustomerImport.phase]),
            ("status", row[CustomerImport.status]),
            ("changes", row[CustomerImport.created] + row[CustomerImport.updated]),
            ("finished_at", row[CustomerImport.finished_at]),
            # What was merged before there was a log has left no last row either.
            ("is_logged", row[CustomerImport.settled_row] > literal_column("0")),
            ("now", func.now()),
        )
    )


def _refusal(state: Any) -> Failure | None:
    ended, now = state["finished_at"], datetime.fromisoformat(state["now"])
    finished_at = datetime.fromisoformat(ended) if ended else None
    phase, status = ImportPhase(state["phase"]), JobStatus(state["status"])
    return undo_refusal(ImportState(phase, status, state["changes"], finished_at, state["is_logged"]), now)


def _is_available(state: Any, _caller: Caller) -> bool:
    return _refusal(state) is None


def _reason(state: Any, caller: Caller) -> str | None:
    refusal = _refusal(state)
    return say_failure(refusal, caller.language) if refusal else None


def _until(row: Row) -> ColumnElement[Any]:
    window: ColumnElement[Any] = literal_column(f"interval '{UNDO_WINDOW.days} days'")
    undone = row[CustomerImport.phase] == text_literal(ImportPhase.UNDONE)
    return case((undone, null()), else_=row[CustomerImport.finished_at] + window)


def _kept(build: Build, source: Row, field: Field) -> ColumnElement[Any]:
    """The first who are kept and are still there."""
    row, customer = Row.of(ImportRow), Row.of(Customer)
    present = conditions_of(
        build, customer, Customer.merchant_id, [customer[Customer.id] == row[ImportRow.customer_id]]
    )
    conditions = conditions_of(
        build,
        row,
        ImportRow.merchant_id,
        [row[ImportRow.import_id] == source[CustomerImport.id], row[ImportRow.kept].is_not(None)],
    )
    there = exists(select(literal_column("1")).select_from(customer.source).where(*present))
    document = func.jsonb_build_object(
        *(text_literal("customer"), row[ImportRow.customer_id]),
        *(text_literal("reason"), row[ImportRow.kept]),
    )
    chosen = (
        select(row[ImportRow.row].label("row"), document.label("kept"))
        .select_from(row.source)
        .where(*conditions, there)
        .order_by(row[ImportRow.row])
        .limit(literal_column(str(KEPT_LISTED)))
    )
    kept = build.derived(chosen)
    with build.inside(kept), build.at("[]"):
        element = build.object("UndoKept", kept.source.c.kept, field)
    collected = array_of(element, position=kept.source.c.row)
    return build.subquery(select(collected).select_from(kept.source))


IMPORT_UNDO_STATE: dict[str, Node] = {
    "available": lambda build, row, _field: build.compute(_state(row), _is_available),
    "until": expression(_until),
    "reason": lambda build, row, _field: build.compute(_state(row), _reason),
    "reversed": leaf(CustomerImport.undo_reversed),
    "restored": leaf(CustomerImport.undo_restored),
    "keptCount": leaf(CustomerImport.undo_kept),
    "kept": _kept,
}


def _message(build: Build, kept: ColumnElement[Any], _field: Field) -> ColumnElement[Any]:
    return build.compute(kept.op("->")(text_literal("reason")), _sentence)


def _sentence(reason: Any, caller: Caller) -> str:
    return say(f"undo_kept.{reason}", caller.language)


# Read from a JSON object with `customer` and `reason`.
UNDO_KEPT: dict[str, Node] = {
    "customer": to_one(
        "Customer",
        Customer,
        lambda kept, row: row[Customer.id] == cast(kept.op("->>")(literal_column("'customer'")), Uuid()),
    ),
    "reason": json_member("reason"),
    "message": _message,
}
