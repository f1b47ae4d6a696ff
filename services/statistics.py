"""Whoever makes tables grow has Postgres count them anew, before look-ups become slow."""

from db.connect import Pool
from db.statistics import refresh_statistics
from db.writing import administering


async def keep_statistics(pool: Pool) -> list[str]:
    """Count anew the tables that have outgrown their statistics; return their names."""
    async with administering(pool) as tx:
        return await refresh_statistics(tx)
