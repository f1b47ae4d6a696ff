"""What waits to be done is looked at for operators: all merchants together, and nobody's name."""

from db.connect import Pool
from db.queues import Queue, queues
from db.writing import administering


async def what_waits(pool: Pool) -> list[Queue]:
    """Return how much waits, and for how long. Errors: whatever asyncpg raises when the database is away."""
    async with administering(pool) as tx:
        return await queues(tx)
