"""Waiting for whichever comes first, and work that lasts as long as other work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager


async def first_of(*events: Awaitable[object], timeout_s: float | None = None) -> None:
    """Return when one of them is over, or the time is; the others are cancelled."""
    waiting = {asyncio.ensure_future(event) for event in events}
    try:
        await asyncio.wait(waiting, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for event in waiting:
            event.cancel()


@asynccontextmanager
async def beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Have `work` go on for as long as the block lasts; at its end it is cancelled, and waited for.

    What breaks it off is not told: it is for work that goes on for ever and sees to its own failures.
    """
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
