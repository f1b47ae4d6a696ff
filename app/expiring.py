"""A worker looks every half minute for payment requests whose end has come, beside its other work."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.connect import Pool
from services.payment_requests.expire import expire_requests
from services.waiting import beside

log = logging.getLogger("kontor.expiring")

# Nothing depends on it: an expired request is neither sent nor paid, whatever its state is called.
EVERY_S = 30.0


@asynccontextmanager
async def expiring(pool: Pool, every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Let requests expire for as long as the block runs."""
    async with beside(_expire(pool, every_s)):
        yield


async def _expire(pool: Pool, every_s: float) -> None:
    while True:
        try:
            await expire_requests(pool)
        except Exception:
            log.warning("payment requests could not expire; trying again", exc_info=True)
        await asyncio.sleep(every_s)
