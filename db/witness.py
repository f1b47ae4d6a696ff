"""Each statement is told to the witness of whoever it is run for; where there is none, it costs a look.

A witness is found by the context, as a request's id is: also by tasks that a request starts.
"""

import time
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class StatementWitness(Protocol):
    """Is told what ran: by its name, never with values. It neither waits nor fails."""

    def ran(self, name: str, begun: float, seconds: float, error: BaseException | None) -> None:
        """Hear of a statement that is over; `begun` is a moment of `time.perf_counter`."""

    def waited(self, begun: float, seconds: float) -> None:
        """Hear that no connection was free for so long."""


_current: ContextVar[StatementWitness | None] = ContextVar("statement_witness", default=None)


def watch_statements(witness: StatementWitness | None) -> None:
    """Have what is run in this context from now on told to a witness, or to none."""
    _current.set(witness)


def witness_now() -> StatementWitness | None:
    """Return who is told of what runs here."""
    return _current.get()


def ran(name: str | Callable[[], str], running: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
    """Return what is to be awaited: the statement itself, or the same with a word about it."""
    witness = _current.get()
    return running if witness is None else _told(witness, name, running)


async def _told(
    witness: StatementWitness, name: str | Callable[[], str], running: Coroutine[Any, Any, T]
) -> T:
    begun = time.perf_counter()
    failed: BaseException | None = None
    try:
        return await running
    except BaseException as error:
        failed = error
        raise
    finally:
        named = name if isinstance(name, str) else name()
        witness.ran(named, begun, time.perf_counter() - begun, failed)
