"""A worker looks every hour for what nobody needs any more, beside its other work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.connect import Pool
from services.removal import remove_what_is_due
from services.storage import Storage
from services.waiting import beside

EVERY_S = 3_600.0


@asynccontextmanager
async def tidying(pool: Pool, storage: Storage, every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Remove what is due for as long as the block runs; what is broken off is removed by whoever is next."""
    async with beside(_tidy(pool, storage, every_s)):
        yield


async def _tidy(pool: Pool, storage: Storage, every_s: float) -> None:
    while True:
        await remove_what_is_due(pool, storage)
        await asyncio.sleep(every_s)
