"""A connection of the owner, who sees all merchants, to a real database."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from db.connect import Pool, connect_pool


@pytest.fixture
async def owner(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def pool(dsn: str) -> AsyncIterator[Pool]:
    pool = await connect_pool(dsn, size=4)
    yield pool
    await pool.close()
