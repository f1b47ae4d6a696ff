"""Beside its other work a worker calls off, at the payment provider, the checkouts of what has ended."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from db.connect import Pool, connect_pool
from services.payer.call_off import call_off_checkouts
from services.payment_providers.provider import PaymentProvider
from services.waiting import beside

log = logging.getLogger("kontor.payer")

# A payer may be typing their number. Nobody notifies of it: to look costs less than that.
EVERY_S = 1.0
# One to claim, one to write what became of checkouts.
POOL_SIZE = 2


@asynccontextmanager
async def calling_off(
    dsn: str, provider_of: Callable[[Pool], PaymentProvider | None], every_s: float = EVERY_S
) -> AsyncIterator[None]:
    """Call off what is due for as long as the block runs; where there is no provider, there is nothing to.

    What is broken off is asked for again by whoever is next, once the lease is over.
    Errors: whatever asyncpg raises when no server answers at first.
    """
    pool = await connect_pool(dsn, size=POOL_SIZE)
    try:
        provider = provider_of(pool)
        if provider is None:
            yield
        else:
            try:
                async with beside(_call_off(pool, provider, every_s)):
                    yield
            finally:
                await provider.close()
    finally:
        await pool.close()


async def _call_off(pool: Pool, provider: PaymentProvider, every_s: float) -> None:
    while True:
        tried = 0
        try:
            tried = await call_off_checkouts(pool, provider)
        except Exception:
            log.warning("checkouts could not be called off; trying again", exc_info=True)
        if not tried:
            await asyncio.sleep(every_s)
