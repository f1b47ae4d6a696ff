"""Two merchants in a real database: what happens in one must leave the other as it was."""

from collections.abc import AsyncIterator

import pytest

from db.connect import Pool, connect_pool
from tests.factories import Shop, make_shop


@pytest.fixture(scope="session")
async def pool(dsn: str) -> AsyncIterator[Pool]:
    pool = await connect_pool(dsn, size=20)
    yield pool
    await pool.close()


@pytest.fixture
async def shop(pool: Pool) -> Shop:
    return await make_shop(pool, "Laden")


@pytest.fixture
async def other(pool: Pool) -> Shop:
    return await make_shop(pool, "Anderer Laden")
