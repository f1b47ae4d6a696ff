"""The time that reading and planning an operation takes is told where somebody follows it."""

import time
from types import TracebackType

from app.graphql.operations import Operations
from app.http.account import account_now


class Planning:
    """A block that reads or plans an operation; a class and no generator, since every request has two."""

    __slots__ = ("_begun", "_found", "_operations", "_steps")

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    def __enter__(self) -> None:
        account = account_now()
        self._steps = None if account is None else account.steps
        if self._steps is not None:
            self._found = self._operations.found
            self._begun = time.perf_counter()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._steps is not None:
            self._steps.planned(self._begun, known=self._operations.found > self._found)
