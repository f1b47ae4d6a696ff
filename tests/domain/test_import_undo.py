"""When an import can be undone, and why not."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import AlreadyUndone, Failure, ImportNotReady, NothingToUndo, UndoExpired, UndoNotAvailable
from domain.import_undo import UNDO_WINDOW, ImportState, undo_refusal
from domain.jobs import ImportPhase, JobStatus

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
P, S = ImportPhase, JobStatus


@pytest.mark.parametrize(
    ("phase", "status", "changes", "ended", "refusal"),
    [
        (P.COMMITTED, S.SUCCEEDED, 3, timedelta(0), None),
        (P.COMMITTED, S.SUCCEEDED_WITH_ERRORS, 3, UNDO_WINDOW - timedelta(seconds=1), None),
        (P.COMMITTED, S.SUCCEEDED, 3, UNDO_WINDOW, UndoExpired(days=30)),
        (P.COMMITTED, S.SUCCEEDED, 0, timedelta(0), NothingToUndo()),
        # Halfway: what has been merged can be undone.
        (P.COMMITTING, S.CANCELED, 3, timedelta(0), None),
        (P.COMMITTING, S.FAILED, 3, timedelta(0), None),
        (P.VALIDATED, S.CANCELED, 0, timedelta(0), NothingToUndo()),
        (P.COMMITTING, S.RUNNING, 3, None, ImportNotReady(phase=P.COMMITTING)),
        (P.VALIDATED, S.WAITING_FOR_USER, 0, None, ImportNotReady(phase=P.VALIDATED)),
        (P.UNDOING, S.RUNNING, 3, timedelta(0), ImportNotReady(phase=P.UNDOING)),
        # An undo that was given up goes on when asked for again, however late.
        (P.UNDOING, S.FAILED, 3, UNDO_WINDOW, None),
        (P.UNDONE, S.SUCCEEDED, 3, timedelta(0), AlreadyUndone()),
    ],
)
def test_an_import_can_be_undone_for_thirty_days_after_its_end(
    phase: ImportPhase, status: JobStatus, changes: int, ended: timedelta | None, refusal: Failure | None
) -> None:
    state = ImportState(phase, status, changes, None if ended is None else NOW - ended)

    assert undo_refusal(state, NOW) == refusal


def test_what_an_import_did_before_there_was_a_log_is_not_known() -> None:
    state = ImportState(P.COMMITTED, S.SUCCEEDED, 3, NOW, is_logged=False)

    assert undo_refusal(state, NOW) == UndoNotAvailable()
