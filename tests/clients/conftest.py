"""What the clients are given: a server on a port, and the key of a merchant with customers."""

from collections.abc import AsyncIterator

import pytest

from tests.factories import Shop
from tests.streams.conftest import Server, running_server


@pytest.fixture(scope="session")
async def server(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One server for all clients."""
    async with running_server(dsn, tmp_path_factory.mktemp("clients")) as server:
        yield server


@pytest.fixture
async def key(shop: Shop) -> str:
    """An owner's key of `shop`."""
    return await shop.api_key()
