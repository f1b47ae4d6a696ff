"""Stripe on a port of this machine, and Kontor with it behind."""

from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn

from tests.app.serving import free_port
from tests.payer.asking import BROWSER, Counter, counter_settings, open_counter, running
from tests.stripe.checkout import Sessions
from tests.stripe.localstripe import API_KEY, local_stripe
from tests.stripe.till import Till


@pytest.fixture(scope="module")
async def stripe(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sessions]:
    with local_stripe(tmp_path_factory.mktemp("stripe")) as url:
        async with httpx.AsyncClient(base_url=url, auth=(API_KEY, "")) as http:
            sessions, port = Sessions(http), free_port()
            sessions.url = f"http://127.0.0.1:{port}"
            config = uvicorn.Config(sessions.app(), port=port, log_config=None, access_log=False)
            async with running(uvicorn.Server(config)):
                yield sessions


@pytest.fixture(scope="module")
async def counter_with_stripe(
    dsn: str, stripe: Sessions, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Counter]:
    settings = counter_settings(
        dsn,
        tmp_path_factory.mktemp("till"),
        payment_provider="stripe",
        stripe_api_key=API_KEY,
        stripe_api_url=stripe.url,
    )
    async with open_counter(settings) as counter:
        yield counter


@pytest.fixture
async def till(counter_with_stripe: Counter, stripe: Sessions) -> AsyncIterator[Till]:
    stripe.webhook_url = None
    async with httpx.AsyncClient(base_url=counter_with_stripe.url, headers=BROWSER, timeout=30) as http:
        yield Till(http, stripe, counter_with_stripe)
