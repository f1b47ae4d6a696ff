"""Which streams are open: each key has a share of them, and a server that stops ends them all."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

# Of one key: WebSockets and event streams together. One serves a whole page of a front end, or an app.
STREAMS_LIMIT = 100


class TooManyStreams(Exception):
    """The key has as many streams as it may have."""


class Streams:
    """The open streams of one process. `ending` is set once it stops."""

    def __init__(self, limit: int = STREAMS_LIMIT) -> None:
        self._limit = limit
        self._open: Counter[str] = Counter()
        self.ending = asyncio.Event()

    @contextmanager
    def opened(self, actor: str) -> Iterator[None]:
        """Count a stream for as long as the block lasts. Errors: TooManyStreams."""
        if self._open[actor] >= self._limit:
            raise TooManyStreams
        self._open[actor] += 1
        try:
            yield
        finally:
            self._open[actor] -= 1
            if not self._open[actor]:
                del self._open[actor]

    def end(self) -> None:
        """Have every stream end, those to come too."""
        self.ending.set()
