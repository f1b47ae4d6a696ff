"""A desk whose files are read by a worker of the test's own, step by step, and asked for over HTTP."""

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
