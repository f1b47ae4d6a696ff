"""Who asks for too much is told to wait, and how long; who wants to know is told what everything costs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.asgi import create_app
from app.settings import Settings
from tests.client import Client, asking
from tests.factories import Shop

QUERY = "{ customers(first: 250) { nodes { payments(first: 250) { nodes { id } } } } }"
COST = 2 + 250 * 252


@pytest.fixture
async def frugal(dsn: str, shop: Shop, tmp_path: Path) -> AsyncIterator[Client]:
    """A client of an application that gives each key 100,000 points, and one more each second."""
    settings = replace(
        Settings(), database_url=dsn, kontor_home=tmp_path, cost_limit=100_000, cost_per_second=1
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app), asking(app) as http:
        yield Client(http, await shop.api_key())


async def test_who_asks_for_too_much_is_told_to_wait(frugal: Client) -> None:
    await frugal.data(QUERY)

    refused = await frugal.post(QUERY, accept_language="fr")

    wait = COST - (100_000 - COST)
    assert refused.status_code == 429
    assert abs(int(refused.headers["retry-after"]) - wait) <= 1
    [error] = refused.json()["errors"]
    assert error["extensions"] == {"code": "THROTTLED"}
    assert refused.json()["extensions"]["cost"] == {
        "requested": COST,
        "available": 100_000 - COST,
        "maximum": 100_000,
        "restoredPerSecond": 1,
    }


async def test_the_cost_is_told_to_whoever_asks_for_it(frugal: Client) -> None:
    body = {"query": "{ viewer { role } }", "extensions": {"cost": True}}

    answer = await frugal.http.post(
        "/graphql", json=body, headers={"Authorization": f"Bearer {frugal.api_key}"}
    )

    assert answer.json() == {
        "data": {"viewer": {"role": "OWNER"}},
        "extensions": {
            "cost": {"requested": 2, "available": 99_998, "maximum": 100_000, "restoredPerSecond": 1}
        },
    }


async def test_what_can_not_be_run_costs_something_too(frugal: Client) -> None:
    for _ in range(3):
        await frugal.post("{ nothing }")

    body = {"query": "{ viewer { role } }", "extensions": {"cost": True}}
    answer = await frugal.http.post(
        "/graphql", json=body, headers={"Authorization": f"Bearer {frugal.api_key}"}
    )

    assert answer.json()["extensions"]["cost"]["available"] == 100_000 - 3 * 20 - 2
