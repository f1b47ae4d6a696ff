"""A desk at which a merchant hands its files in, and nothing left to do from other tests."""

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
def desk(shop: Shop, tmp_path: Path) -> Desk:
    return Desk(shop, Storage.at(tmp_path.as_uri()))


@pytest.fixture
def other_desk(other_shop: Shop, tmp_path: Path) -> Desk:
    return Desk(other_shop, Storage.at(tmp_path.as_uri()))
