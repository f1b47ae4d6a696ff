"""Beside its other work a worker sends events to webhook subscriptions."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.connect import connect_pool
from services.keyed_secrets import KeyedSecrets
from services.webhooks_out.posting import Poster
from services.webhooks_out.sender import SWEEP_S, Sender
from services.witness import NOBODY, Witness

log = logging.getLogger("kontor.webhooks")

# One to claim, two to write what became of events.
POOL_SIZE = 3


@asynccontextmanager
async def telling(
    dsn: str, secrets: KeyedSecrets, *, private: bool, witness: Witness = NOBODY
) -> AsyncIterator[None]:
    """Send what is due for as long as the block runs, then what is under way.

    Errors: whatever asyncpg raises when no server answers at first.
    """
    finish = asyncio.Event()
    pool = await connect_pool(dsn, size=POOL_SIZE)
    poster = Poster(private=private)
    running = asyncio.create_task(_run(Sender(pool, poster, secrets, witness), finish))
    try:
        yield
    finally:
        finish.set()
        await asyncio.wait({running})
        await poster.close()
        await pool.close()


async def _run(sender: Sender, finish: asyncio.Event) -> None:
    """Whatever happens to the sender, events go out."""
    while not finish.is_set():
        try:
            await sender.run(finish)
        except Exception:
            log.exception("sending events has broken off; beginning anew")
            await asyncio.sleep(SWEEP_S)
