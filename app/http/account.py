"""What is known of one request or operation while it is answered: its operation, its failures, its time."""

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from app.graphql.documents import Operation
from app.http.steps import Steps
from app.logged_error import kind_of
from db.witness import watch_statements


class End(StrEnum):
    """How an operation over a stream ended."""

    COMPLETED = "completed"  # there was no more to tell
    LEFT = "left"  # its client wanted no more, or has gone
    STOPPED = "stopped"  # by us, who stop
    REFUSED = "refused"  # the client can mend it: a wrong document, a revoked key
    FAILED = "failed"


@dataclass(slots=True)
class Account:
    """What the tasks of one answer share. `steps` is None where nobody follows them.

    `failures` are the kinds of bugs, outages and time-outs, which the client can't mend: one field's is
    answered with 200. `events` are what a subscription has told, `end` is for what goes over a stream.
    """

    steps: Steps | None = None
    begun: float = field(default_factory=time.perf_counter)
    operation: Operation | None = None
    failures: list[str] = field(default_factory=list)
    events: int = 0
    end: End | None = None

    @property
    def seconds(self) -> float:
        """For how long it has been open."""
        return time.perf_counter() - self.begun


_current: ContextVar[Account | None] = ContextVar("account", default=None)


def open_account(*, followed: bool) -> Account:
    """Return where all that this context does from now on is noted; its steps too, if they are followed."""
    account = Account(Steps() if followed else None)
    _current.set(account)
    watch_statements(account.steps)
    return account


def account_now() -> Account | None:
    """Return the account of what is being answered; None beside all requests."""
    return _current.get()


def note_operation(operation: Operation) -> None:
    """Note which operation is being answered."""
    if (account := _current.get()) is not None:
        account.operation = operation


def note_own_failure(error: BaseException) -> None:
    """Note a bug, an outage or a time-out; beside all requests, do nothing."""
    if (account := _current.get()) is not None:
        account.failures.append(kind_of(error))
