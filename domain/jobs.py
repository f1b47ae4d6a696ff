"""How background work goes on: the states of a job, the phases of an import, and how often it is tried."""

from enum import StrEnum
from typing import assert_never

from domain.transitions import Transitions


class JobKind(StrEnum):
    """What is to be done."""

    IMPORT = "IMPORT"
    EXPORT = "EXPORT"
    UNDO = "UNDO"
    BATCH = "BATCH"


class JobStatus(StrEnum):
    """Where a job stands."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    WAITING_FOR_USER = "WAITING_FOR_USER"
    SUCCEEDED = "SUCCEEDED"
    SUCCEEDED_WITH_ERRORS = "SUCCEEDED_WITH_ERRORS"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


class ImportPhase(StrEnum):
    """How far an import has come: what the file is, what it would do, what it has done."""

    UPLOADED = "UPLOADED"
    ANALYZED = "ANALYZED"
    VALIDATED = "VALIDATED"
    COMMITTING = "COMMITTING"
    COMMITTED = "COMMITTED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


_J = JobStatus

JOB_TRANSITIONS = Transitions(
    JobStatus,
    {
        _J.PENDING: frozenset({_J.RUNNING, _J.FAILED, _J.CANCELED}),
        # Back to PENDING when its worker died or its database was away.
        _J.RUNNING: frozenset(set(_J) - {_J.RUNNING}),
        _J.WAITING_FOR_USER: frozenset({_J.PENDING, _J.RUNNING, _J.FAILED, _J.CANCELED}),
        _J.SUCCEEDED: frozenset(),
        _J.SUCCEEDED_WITH_ERRORS: frozenset(),
        _J.FAILED: frozenset(),
        _J.CANCELED: frozenset(),
    },
)

# Nothing more is done, and who follows the job has been told all; undoing an import begins it anew.
ENDED = frozenset({_J.SUCCEEDED, _J.SUCCEEDED_WITH_ERRORS, _J.FAILED, _J.CANCELED})

_P = ImportPhase

IMPORT_TRANSITIONS = Transitions(
    ImportPhase,
    {
        _P.UPLOADED: frozenset({_P.ANALYZED}),
        # Another dialect is read anew, another mapping is analysed anew.
        _P.ANALYZED: frozenset({_P.UPLOADED, _P.ANALYZED, _P.VALIDATED}),
        _P.VALIDATED: frozenset({_P.UPLOADED, _P.ANALYZED, _P.VALIDATED, _P.COMMITTING}),
        # Back when the customers have changed so that the plan no longer holds.
        _P.COMMITTING: frozenset({_P.VALIDATED, _P.COMMITTED, _P.UNDOING}),
        _P.COMMITTED: frozenset({_P.UNDOING}),
        _P.UNDOING: frozenset({_P.UNDONE}),
        _P.UNDONE: frozenset(),
    },
)


def attempts_allowed(kind: JobKind) -> int:
    """Return how often a job is claimed and does not go on before it has failed; a crash counts."""
    match kind:
        case JobKind.IMPORT | JobKind.UNDO:
            # Each claim goes on at the last chunk, so that a restart of the machine costs one, not all.
            return 5
        case JobKind.BATCH:
            return 8  # goes on where it stood; a database that was away is back within minutes
        case JobKind.EXPORT:
            return 3  # a file is begun anew; what ends a worker three times is the file
        case _:
            assert_never(kind)
