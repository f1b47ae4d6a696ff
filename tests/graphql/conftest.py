"""Two merchants whose data is the same on every run, and a client for each."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from db.connect import Pool
from tests.client import Client
from tests.graphql.dataset.two_merchants import SeededMerchant, make_merchant, write
from tests.graphql.oracle.answers import Oracle
from tests.graphql.oracle.rows import load


@pytest.fixture(scope="session")
async def merchants(pool: Pool) -> tuple[SeededMerchant, SeededMerchant]:
    """Two merchants with equal names, groups and references: what differs is whose they are."""
    both = (
        make_merchant("Bäckerei „Zur Waage“", "DE", "EUR", "de-DE", seed=1),
        make_merchant("Boulangerie de l’Étoile", "FR", "JPY", "fr-FR", seed=2),
    )
    async with pool.acquire() as connection:
        for merchant in both:
            await write(connection, merchant)
    return both


@pytest.fixture(scope="session")
def merchant(merchants: tuple[SeededMerchant, SeededMerchant]) -> SeededMerchant:
    """The merchant who asks."""
    return merchants[0]


@pytest.fixture(scope="session")
def stranger(merchants: tuple[SeededMerchant, SeededMerchant]) -> SeededMerchant:
    """The merchant whose data must never be seen."""
    return merchants[1]


@pytest.fixture(scope="session")
def asker(http: httpx.AsyncClient, merchant: SeededMerchant) -> Client:
    """A client with the key of `merchant`."""
    return Client(http, merchant.secret)


@pytest.fixture(scope="session")
async def oracle(pool: Pool, merchant: SeededMerchant, stranger: SeededMerchant) -> Oracle:
    """Answers what `merchant` asks, from rows that were read as plain objects."""
    async with pool.acquire() as connection:
        return Oracle(await load(connection, merchant.caller))


@pytest.fixture(scope="session")
async def loop() -> asyncio.AbstractEventLoop:
    """The loop in which the connections live; it stands still while a plain function tests."""
    return asyncio.get_running_loop()


@pytest.fixture
def wait(loop: asyncio.AbstractEventLoop) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Runs a coroutine to its end, for tests by Hypothesis: it replays plain functions only."""
    return loop.run_until_complete


@pytest.fixture(scope="session")
def stranger_asker(http: httpx.AsyncClient, stranger: SeededMerchant) -> Client:
    """A client with the key of `stranger`."""
    return Client(http, stranger.secret)
