"""What waits to be done is looked at for operators: all merchants together, and nobody's name."""

import logging
from collections.abc import Sequence

from db.connect import Pool
from db.queues import Queue, queues
from db.writing import administering

log = logging.getLogger("kontor.queues")


async def what_waits(pool: Pool) -> Sequence[Queue] | None:
    """Return how much waits, and for how long; None while the database is away."""
    try:
        async with administering(pool) as tx:
            return await queues(tx)
    except Exception:
        log.warning("what waits can't be counted", exc_info=True)
        return None
