"""Customers can be chosen by a query instead of by name."""

from uuid import UUID

from db.connect import Connection
from db.plan.chosen import Chosen
from db.witness import ran

__all__ = ["Chosen", "chosen_ids"]


async def chosen_ids(connection: Connection, chosen: Chosen) -> list[UUID]:
    """Return whom the query means at this moment, each once."""
    # Asked first and moved after, so that the moving statement is prepared once and not per filter.
    rows = await ran("chosen", connection.fetch(chosen.sql, *chosen.args))
    return list({row[0]: None for row in rows})
