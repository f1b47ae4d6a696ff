"""Waiting for whichever comes first."""

import asyncio
from collections.abc import Awaitable


async def first_of(*events: Awaitable[object], timeout_s: float | None = None) -> None:
    """Return when one of them is over, or the time is; the others are cancelled."""
    waiting = {asyncio.ensure_future(event) for event in events}
    try:
        await asyncio.wait(waiting, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for event in waiting:
            event.cancel()
