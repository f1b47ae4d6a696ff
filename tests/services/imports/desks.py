"""Fixtures for whoever hands files in: a desk, and nothing left to do from other tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.connect import Pool
from services.storage import Storage
from tests.factories import Shop
from tests.services.imports.importing import Desk, forget_jobs


@pytest.fixture(autouse=True)
async def no_jobs(pool: Pool) -> AsyncIterator[None]:
    """Neither take what others have left, nor leave anything to them."""
    await forget_jobs(pool)
    yield
    await forget_jobs(pool)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage.at((tmp_path / "files").as_uri())


@pytest.fixture
def desk(shop: Shop, storage: Storage) -> Desk:
    return Desk(shop, storage)
