"""A desk at which a merchant hands its files in, and nothing left to do from other tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.connect import Pool
from db.writing import administering
from tests.factories import Shop
from tests.services.imports.importing import Desk


@pytest.fixture(autouse=True)
async def no_jobs(pool: Pool) -> AsyncIterator[None]:
    yield
    async with administering(pool) as tx:
        await tx.execute("delete from job")


@pytest.fixture
def desk(shop: Shop, tmp_path: Path) -> Desk:
    return Desk(shop, tmp_path)


@pytest.fixture
def other_desk(other: Shop, tmp_path: Path) -> Desk:
    return Desk(other, tmp_path)
