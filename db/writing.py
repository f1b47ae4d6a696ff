"""Writes: a transaction of one merchant, which only use cases open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from db.connect import Connection, Pool
from db.reading import merchant_context


@asynccontextmanager
async def writing(pool: Pool, merchant_id: UUID) -> AsyncIterator[Connection]:
    """Yield a connection inside a transaction fenced to `merchant_id`; commit, or roll all back."""
    async with pool.acquire() as connection:
        await connection.execute("begin;" + merchant_context(merchant_id))
        async with _ended(connection):
            yield connection


@asynccontextmanager
async def administering(pool: Pool) -> AsyncIterator[Connection]:
    """Yield a connection inside a transaction of the owner, who sees all merchants.

    For what happens before a merchant is known: making merchants and keys, and finding work.
    """
    async with pool.acquire() as connection:
        await connection.execute("begin")
        async with _ended(connection):
            yield connection


@asynccontextmanager
async def _ended(connection: Connection) -> AsyncIterator[None]:
    try:
        yield
    except Exception:
        await connection.execute("rollback")
        raise
    # Who is cancelled may have left a query running: the pool closes the connection, which rolls back.
    await connection.execute("commit")
