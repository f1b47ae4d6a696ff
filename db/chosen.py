"""Customers can be chosen by a query instead of by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.connect import Connection


@dataclass(frozen=True, slots=True)
class Chosen:
    """A select that yields customer ids in its first column, with the arguments of its `$1, $2 …`.

    It names `merchant_id` in each part, as every statement does.
    """

    sql: str
    args: Sequence[Any]


async def chosen_ids(connection: Connection, chosen: Chosen) -> list[UUID]:
    """Return whom the query means at this moment, each once."""
    # Asked first and moved after, so that the moving statement is prepared once and not per filter.
    return list({row[0]: None for row in await connection.fetch(chosen.sql, *chosen.args)})
