"""How far the undoing of an import has come, and what it has come to."""

from typing import Any

from sqlalchemy import (
    Integer,
    Text,
    bindparam,
    case,
    column,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.constant import constant
from db.imports.logged_rows import import_row
from db.imports.parts import IMPORT, MERCHANT, THIS_IMPORT, customer_import
from db.rows import given_rows
from db.statement import Statement
from domain.jobs import ImportPhase, JobStatus

_TAKEN = ("undo_reversed", "undo_restored", "undo_kept")
_so_far = {name: func.coalesce(customer_import.c[name], constant(0)) for name in _TAKEN}
_changes = customer_import.c.created + customer_import.c.updated

# What was merged before there was a log has left no last row either.
IS_LOGGED = customer_import.c.settled_row > constant(0)

# Where an import stands, locked: nobody undoes it twice at once. `changes` is how many customers it has made
# and changed; all rows above `undo_row` are undone.
LOCK = Statement(
    select(
        customer_import.c.phase,
        customer_import.c.status,
        _changes.label("changes"),
        customer_import.c.finished_at,
        IS_LOGGED.label("is_logged"),
        customer_import.c.undo_row,
        customer_import.c.undo_actor,
        customer_import.c.options,
        func.now().label("now"),
    )
    .where(THIS_IMPORT)
    .with_for_update()
)


def _step(**values: Any) -> Statement:
    return Statement(update(customer_import).where(THIS_IMPORT).values(values))


# It is to be undone by a worker. One that was given up goes on where it stood.
ASK_FOR = _step(
    phase=constant(ImportPhase.UNDOING.value),
    status=constant(JobStatus.PENDING.value),
    undo_actor=bindparam("actor", type_=Text),
    progress_done=sum(_so_far.values(), start=constant(0)),
    progress_total=_changes,
    failure=None,
    **_so_far,
)

BEGIN = _step(status=constant(JobStatus.RUNNING.value))

# It is begun again by whoever claims it next.
POSTPONE = _step(status=constant(JobStatus.PENDING.value))

_more = {name: bindparam(f"more_{name}", type_=Integer) for name in _TAKEN}

TAKEN_BACK = _step(
    undo_row=bindparam("undone_from", type_=Integer) - constant(1),
    progress_done=customer_import.c.progress_done + sum(_more.values(), start=constant(0)),
    **{name: _so_far[name] + more for name, more in _more.items()},
)

# Whoever is kept was refused to whoever asked.
UNDONE = _step(
    phase=constant(ImportPhase.UNDONE.value),
    status=case(
        (customer_import.c.undo_kept > constant(0), constant(JobStatus.SUCCEEDED_WITH_ERRORS.value, Text)),
        else_=constant(JobStatus.SUCCEEDED.value, Text),
    ),
    progress_done=func.coalesce(customer_import.c.progress_total, customer_import.c.progress_done),
)

FAILED = _step(status=constant(JobStatus.FAILED.value), failure=bindparam("new_failure", type_=JSONB))

_given = given_rows("kept", (import_row.c.row, column("reason", Text)))

# Says of rows why their customers are kept.
KEEP = Statement(
    update(import_row)
    .where(
        import_row.c.merchant_id == MERCHANT,
        import_row.c.import_id == IMPORT,
        import_row.c.row == _given.c.row,
    )
    .values(kept=_given.c.reason)
)
