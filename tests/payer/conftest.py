"""What tests of the payer's page are given."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.factories import Shop
from tests.payer.asking import BROWSER, Asked, Counter, ask, counter_settings, open_counter


@pytest.fixture(scope="session")
async def counter(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Counter]:
    """The application on a port, with the sandbox for a provider."""
    async with open_counter(counter_settings(dsn, tmp_path_factory.mktemp("counter"))) as counter:
        yield counter


@pytest.fixture
async def browser_http(counter: Counter) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP as a browser speaks it, that follows no redirect by itself."""
    async with httpx.AsyncClient(base_url=counter.url, headers=BROWSER, timeout=30) as http:
        yield http


@pytest.fixture
async def asked(shop: Shop) -> Asked:
    """Ada is asked for 12.50 €."""
    return await ask(shop)
