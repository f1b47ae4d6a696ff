"""An answer that is over, as a collector is told of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.http.steps import Step

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in the trace that its request's headers name; `begun` is a moment of `time.perf_counter`.

    `title` and `facts` say nothing of a person; `steps` are what it spent its time on, as they ended.
    """

    title: str
    headers: Headers
    begun: float
    facts: Mapping[str, str | int]
    failed: bool
    steps: Sequence[Step] = ()
