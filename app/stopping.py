"""A first signal asks what runs to finish, a second breaks it off; what was started is stopped either way."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A signal to the process group reaches us twice, once from make, and is still one wish.
SAME_WISH_S = 1.0


class StopRequest:
    """The wish to stop, which may come at any moment of a process's life."""

    def __init__(self, break_off: Callable[[], object], *, same_wish_s: float = SAME_WISH_S) -> None:
        self._break_off = break_off
        self._same_wish_s = same_wish_s
        self._finish: Callable[[], object] | None = None
        self._last_at: float | None = None

    @property
    def arrived(self) -> bool:
        """Whether a signal has come."""
        return self._last_at is not None

    def answer_with(self, finish: Callable[[], object]) -> None:
        """From now on a first signal calls `finish` instead of breaking off."""
        self._finish = finish

    def arrive(self) -> None:
        """Take one signal."""
        now = time.monotonic()
        if self._last_at is not None and now - self._last_at < self._same_wish_s:
            return
        finish = self._finish if self._last_at is None else None
        self._last_at = now
        (finish or self._break_off)()


async def until_stopped(work: Callable[[StopRequest], Coroutine[Any, Any, None]]) -> None:
    """Run `work` to its end, or until a signal ends it. To be called in the main thread."""
    loop = asyncio.get_running_loop()
    task: asyncio.Task[None]
    request = StopRequest(lambda: task.cancel())
    task = loop.create_task(work(request))
    for number in SIGNALS:
        loop.add_signal_handler(number, request.arrive)
    try:
        await task
    except asyncio.CancelledError:
        if not request.arrived:
            raise
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
