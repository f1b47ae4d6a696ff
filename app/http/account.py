"""Whether an answer tells of a failure of ours, whatever its status: one field's bug is answered with 200."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class OwnFailures:
    """What has failed for the sake of one answer so far: a thing that the tasks of its fields share."""

    count: int = 0


_current: ContextVar[OwnFailures | None] = ContextVar("own_failures", default=None)


def watch_own_failures() -> OwnFailures:
    """Return where the failures of this request are noted from now on."""
    failures = OwnFailures()
    _current.set(failures)
    return failures


def note_own_failure() -> None:
    """Note a bug, an outage or a time-out, which the client can't mend; beside all requests, do nothing."""
    if (failures := _current.get()) is not None:
        failures.count += 1
