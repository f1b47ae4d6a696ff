"""What an answer spends its time on: planning, waiting for a connection, and statements, for a trace."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from app.logged_error import kind_of

# An answer has some ten.
STEPS_LIMIT = 100


class StepKind(Enum):
    """Where the time went: to us, or to the database."""

    OURS = auto()
    STATEMENT = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is over; `begun` is a moment of `time.perf_counter`. Its facts are nobody's data."""

    name: str
    kind: StepKind
    begun: float
    seconds: float
    facts: Mapping[str, str | int]
    failed: bool = False


@dataclass(slots=True)
class Steps:
    """The first steps of an answer, as they end; `left_out` counts those that come after."""

    taken: list[Step] = field(default_factory=list)
    left_out: int = 0

    def ran(self, name: str, begun: float, seconds: float, error: BaseException | None) -> None:
        """Take down a statement. Names of facts: OpenTelemetry's conventions for databases."""
        facts = {"db.system.name": "postgresql", "db.query.summary": name}
        if error is not None:
            sqlstate = getattr(error, "sqlstate", None)
            if isinstance(sqlstate, str):
                facts["db.response.status_code"] = sqlstate
            facts["error.type"] = sqlstate or kind_of(error)
        self._take(Step(name, StepKind.STATEMENT, begun, seconds, facts, failed=error is not None))

    def waited(self, begun: float, seconds: float) -> None:
        """Take down that no connection was free."""
        self._take(Step("wait for a connection", StepKind.OURS, begun, seconds, {}))

    def planned(self, begun: float, *, known: bool) -> None:
        """Take down that an operation was read or planned until now: one step, if twice in a row."""
        if self.taken and self.taken[-1].name == "plan":
            begun = self.taken.pop().begun
        facts = {"kontor.plan.cache": "hit" if known else "miss"}
        self._take(Step("plan", StepKind.OURS, begun, time.perf_counter() - begun, facts))

    def _take(self, step: Step) -> None:
        if len(self.taken) < STEPS_LIMIT:
            self.taken.append(step)
        else:
            self.left_out += 1
