"""The rows of an export come from one moment, some at a time, however many there are."""

from collections.abc import AsyncIterator

from db.connect import Connection, Record
from db.plan.chosen import Chosen

CHUNK_ROWS = 2_000

# Postgres describes a FETCH by its text, and asyncpg remembers that: all our cursors have the same columns.
_FETCH = f"fetch forward {CHUNK_ROWS} from exported_customers"


async def rows_of(snapshot: Connection, chosen: Chosen) -> AsyncIterator[list[Record]]:
    """Yield the rows of a statement, chunk by chunk, in a transaction that stays open as long."""
    await snapshot.execute("set local statement_timeout = 0")  # the first rows may have to wait for a sort
    await snapshot.fetch(f"declare exported_customers no scroll cursor for {chosen.sql}", *chosen.args)
    while chunk := await snapshot.fetch(_FETCH):
        yield chunk


async def count_of(snapshot: Connection, chosen: Chosen) -> int:
    """Return what a counting statement counts."""
    await snapshot.execute("set local statement_timeout = 0")
    count: int = await snapshot.fetchval(chosen.sql, *chosen.args)
    return count
