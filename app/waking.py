"""Whoever waits for work is woken when there may be some, and looks by itself while nothing can be heard."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from db.listening import listening
from services.waiting import beside

log = logging.getLogger("kontor.waking")

# A database that has gone away is listened to again after this.
ASK_AGAIN_S = 1.0


@asynccontextmanager
async def waking(dsn: str, channel: str, due: Collection[asyncio.Event]) -> AsyncIterator[None]:
    """Set all of `due` at each notification, and whenever one may have been missed, while the block runs."""
    async with beside(_wake(dsn, channel, due)):
        yield


async def _wake(dsn: str, channel: str, due: Collection[asyncio.Event]) -> None:
    def wake(_payload: str = "") -> None:
        for one in due:
            one.set()

    while True:
        try:
            async with listening(dsn, channel, wake) as deaf:
                wake()
                await deaf.wait()
        except Exception:
            log.warning("what is queued can't be heard of; looking for it", exc_info=True)
        await asyncio.sleep(ASK_AGAIN_S)
