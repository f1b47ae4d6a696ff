"""Whether an import can be undone, and why customers keep what it has made of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import AlreadyUndone, Failure, ImportNotReady, NothingToUndo, UndoExpired, UndoNotAvailable
from domain.jobs import ImportPhase, JobStatus

# So long after its end: what undoing it takes is kept no longer.
UNDO_WINDOW = timedelta(days=30)
# How many customers who are kept are listed; all of them are counted.
KEPT_LISTED = 250


class UndoKeptReason(StrEnum):
    """Why a customer stays as it is when the import is undone."""

    EDITED_AFTER_IMPORT = "EDITED_AFTER_IMPORT"
    HAS_PAYMENTS = "HAS_PAYMENTS"
    IDENTITY_TAKEN = "IDENTITY_TAKEN"
    HAS_SENT_REQUESTS = "HAS_SENT_REQUESTS"
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True)
class ImportState:
    """Where an import stands; `changes` is how many customers it has created and changed.

    `is_logged` tells whether it is known which: of imports from before there was a log, it is not.
    """

    phase: ImportPhase
    status: JobStatus
    changes: int
    finished_at: datetime | None
    is_logged: bool = True


def undo_refusal(state: ImportState, now: datetime) -> Failure | None:
    """Return why an import can't be undone at this time; None when it can.

    One that was called off or has failed halfway has merged something, and that can be undone. An undo that
    was given up can be asked for again, and goes on.
    """
    match state:
        case ImportState(phase=ImportPhase.UNDONE):
            return AlreadyUndone()
        case ImportState(phase=ImportPhase.UNDOING, status=JobStatus.FAILED):
            return None
        case ImportState(phase=ImportPhase.UNDOING) | ImportState(finished_at=None):
            return ImportNotReady(phase=state.phase)
        case ImportState(changes=0):
            return NothingToUndo()
        case ImportState(is_logged=False):
            return UndoNotAvailable()
    expired = state.finished_at is not None and state.finished_at + UNDO_WINDOW <= now
    return UndoExpired(days=UNDO_WINDOW.days) if expired else None
