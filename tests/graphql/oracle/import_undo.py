"""Whether an import can be undone, and what that has come to."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from domain.texts import say
from tests.graphql.oracle.rows import Rows


def undo_state(rows: Rows, row: Any) -> SimpleNamespace:
    until = row.finished_at and row.finished_at + timedelta(days=30)
    reason = _reason(rows, row, until)
    return SimpleNamespace(
        available=reason is None,
        until=None if row.phase == "UNDONE" else until,
        reason=reason,
        reversed=row.undo_reversed,
        restored=row.undo_restored,
        kept_count=row.undo_kept,
        kept=[
            SimpleNamespace(customer=customer, reason=one.kept)
            for one in sorted(rows.all("import_row", import_id=row.id), key=lambda one: one.row)
            if one.kept and (customer := rows.one("customer", id=one.customer_id))
        ],
    )


def _reason(rows: Rows, row: Any, until: datetime | None) -> str | None:
    language = rows.caller.language
    if row.phase == "UNDONE":
        return say("already_undone", language)
    if until is None:
        return say("import_not_ready", language, phase=row.phase)
    if row.created + row.updated == 0:
        return say("nothing_to_undo", language)
    if row.settled_row == 0:
        return say("undo_not_available", language)
    # All that is in the data has ended long ago.
    return say("undo_expired", language, days=30) if until < datetime.now(UTC) else None


UNDO_KEPT = {"message": lambda rows, kept: say(f"undo_kept.{kept.reason}", rows.caller.language)}
