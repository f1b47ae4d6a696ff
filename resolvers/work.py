"""What a mutation does: one use case in one transaction, and what its payload is made of."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from db.connect import Connection
from services.mutating import Once, Seed

# Takes the transaction, and the idempotency key that the request came with.
Run: TypeAlias = Callable[[Connection, Once | None], Awaitable[Seed]]


def as_it_is(seed: Seed) -> Seed:
    """Make the payload of the very members that the use case has left."""
    return seed


@dataclass(frozen=True, slots=True)
class Work:
    """A use case with its arguments, ready for a transaction.

    `run` leaves a seed, which is kept under an idempotency key; `members` makes of it the members of
    the payload: ids where entities stand, facts as they are. `remembers` says that `run` keeps its
    seed itself. `around` is entered before the transaction begins and left after it has ended; it
    gives the arguments that tell one request from another, where the given ones can't.
    """

    run: Run
    members: Callable[[Seed], dict[str, Any]] = as_it_is
    remembers: bool = False
    around: AbstractAsyncContextManager[Mapping[str, Any]] = field(default_factory=lambda: nullcontext({}))
