"""Where the benchmark's data lives: a Postgres of its own, kept between runs, or one that is named."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from app.embedded_postgres import EmbeddedPostgres
from app.settings import CHECKOUT
from db.connect import Connection
from tests.benchmarks.contenders import HOME

_HOME = CHECKOUT / ".kontor" / "bench"


@asynccontextmanager
async def database(named: str | None) -> AsyncIterator[str]:
    """Yield the owner's address of the database; the embedded one is started and stopped.

    It does without fsync: servers are compared, and all would wait for the same disk.
    """
    if named is not None:
        yield named
        return
    async with EmbeddedPostgres(_HOME, durable=False) as postgres:
        yield postgres.dsn()


@asynccontextmanager
async def watched(dsn: str) -> AsyncIterator[Connection]:
    """Yield a connection over data as it was loaded, with PostGraphile's function in its place."""
    connection = await asyncpg.connect(dsn)
    try:
        await _restore(connection)
        await connection.execute((HOME / "postgraphile" / "record_payment.sql").read_text())
        yield connection
    finally:
        await connection.close()


async def _restore(connection: Connection) -> None:
    async with connection.transaction():
        for statement in (HOME / "restore.sql").read_text().split("\n\n")[1:]:
            await connection.execute(statement)
    await connection.execute("vacuum (analyze)")
