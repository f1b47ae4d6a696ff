"""Beside its jobs a worker sends messages, one lane a channel, and wakes them when something is queued."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from db.connect import connect_pool
from db.delivery.parts import CHANNEL
from db.listening import listening
from services.addresses import Addresses
from services.delivery.lane import SWEEP_S, Lane
from services.delivery.messenger import Messenger

log = logging.getLogger("kontor.delivery")

# For each lane: one to claim, two to write what became of messages.
POOL_SIZE_A_LANE = 3


@asynccontextmanager
async def delivering(
    dsn: str, messengers: Collection[Messenger], addresses: Addresses
) -> AsyncIterator[None]:
    """Send what is due for as long as the block runs, then what is under way; the messengers are closed.

    Errors: whatever asyncpg raises when no server answers at first.
    """
    finish = asyncio.Event()
    pool = await connect_pool(dsn, size=POOL_SIZE_A_LANE * len(messengers))
    lanes = [Lane(pool, messenger, addresses) for messenger in messengers]
    listener = asyncio.create_task(_wake(dsn, lanes))
    running = [asyncio.create_task(lane.run(finish)) for lane in lanes]
    try:
        yield
    finally:
        finish.set()
        listener.cancel()
        await asyncio.wait({listener, *running})
        for messenger in messengers:
            await messenger.close()
        await pool.close()


async def _wake(dsn: str, lanes: Sequence[Lane]) -> None:
    def wake(_payload: str = "") -> None:
        for lane in lanes:
            lane.due.set()

    while True:
        try:
            async with listening(dsn, CHANNEL, wake) as deaf:
                wake()
                await deaf.wait()
        except Exception:
            log.warning("what is queued can't be heard of; looking for it", exc_info=True)
        await asyncio.sleep(SWEEP_S)
