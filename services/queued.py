"""What waits to be done, of all merchants, as operators watch it."""

import logging
from collections.abc import Sequence

from db.connect import Pool
from db.queues import Queue, queues
from db.writing import administering

log = logging.getLogger("kontor.queued")


async def queued(pool: Pool) -> Sequence[Queue] | None:
    """Return what waits; None while the database is away."""
    try:
        async with administering(pool) as tx:
            return await queues(tx)
    except Exception:
        log.warning("what waits can't be counted", exc_info=True)
        return None
