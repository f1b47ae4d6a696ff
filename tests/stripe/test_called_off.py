"""What has ended can't be paid at Stripe: a worker expires the checkout, however often Stripe fails."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from db.connect import connect_pool
from domain.payment_request import PaymentRequestStatus
from services.payer.call_off import call_off_checkouts
from services.payment_providers.provider import PaymentProvider
from services.payment_providers.stripe_checkout import StripeCheckout
from tests.app.sending_worker import sending_worker
from tests.app.serving import free_port
from tests.factories import Shop, make_shop
from tests.payer.asking import BROWSER, ask, counter_settings, open_counter
from tests.payer.ending import canceled, checkout_of, time_passes
from tests.stripe.checkout import Sessions
from tests.stripe.localstripe import API_KEY
from tests.stripe.till import Till

# Stripe's library hands its texts to httpx by a parameter that httpx would rather see used otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture
async def till(
    fresh_dsn: str, stripe: Sessions, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Till]:
    """Kontor over a database of its own: a worker looks for what is due among all merchants."""
    stripe.webhook_url = None
    settings = counter_settings(
        fresh_dsn,
        tmp_path_factory.mktemp("till"),
        payment_provider="stripe",
        stripe_api_key=API_KEY,
        stripe_api_url=stripe.url,
    )
    async with (
        open_counter(settings) as counter,
        httpx.AsyncClient(base_url=counter.url, headers=BROWSER, timeout=30) as http,
    ):
        yield Till(http, stripe, counter)


@pytest.fixture
async def shop(fresh_dsn: str) -> AsyncIterator[Shop]:
    pool = await connect_pool(fresh_dsn, size=4)
    yield await make_shop(pool, "Laden")
    await pool.close()


@pytest.fixture
def provider(till: Till) -> PaymentProvider:
    provider: PaymentProvider = till.counter.app.state.payment_provider
    return provider


def named(checkout: str) -> str:
    """Return Stripe's name of a checkout."""
    return checkout.rsplit("/", 1)[1]


async def test_a_worker_expires_the_checkout_of_what_was_called_off(
    till: Till, shop: Shop, fresh_dsn: str, tmp_path: Path
) -> None:
    """Given a payer at Stripe, when the merchant calls off, then a process has Stripe take no money."""
    await till.listens(shop)
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    settings = {"PAYMENT_PROVIDER": "stripe", "STRIPE_API_KEY": API_KEY, "STRIPE_API_URL": till.stripe.url}

    with sending_worker(fresh_dsn, tmp_path, **settings):
        # Stripe is away at first.
        till.stripe.failures += [500, 503]
        await canceled(asked)
        async with asyncio.timeout(60):
            # Another process is at it.
            while (await checkout_of(asked))["called_off_at"] is None:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    paying = await till.http.post(checkout, data={"method": "card"})

    assert till.stripe.sessions[named(checkout)]["status"] == "expired"
    assert till.stripe.asked_to_expire.count(named(checkout)) == 3
    assert paying.status_code == 410
    assert await asked.payments() == []
    assert await asked.column("status") == "CANCELED"


@pytest.mark.parametrize("status", [401, 409, 429, 500, 503])
async def test_stripe_is_asked_again_until_it_has_said_so(
    till: Till, shop: Shop, provider: PaymentProvider, status: int
) -> None:
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await canceled(asked)
    till.stripe.failures.append(status)

    assert await call_off_checkouts(shop.pool, provider) == 1
    at_once = await call_off_checkouts(shop.pool, provider)
    kept = await checkout_of(asked)
    await time_passes(asked)
    assert await call_off_checkouts(shop.pool, provider) == 1

    assert at_once == 0  # after a pause, and not before
    assert (kept["call_off_attempt"], kept["called_off_at"]) == (1, None)
    assert till.stripe.sessions[named(checkout)]["status"] == "expired"
    assert (await checkout_of(asked))["call_off_at"] is None


async def test_nobody_answers_at_stripes_address(till: Till, shop: Shop) -> None:
    """It stays to be done, and the end of the checkout ends it: then nobody has to be asked."""
    asked = await ask(shop)
    await till.to_stripe(asked)
    await canceled(asked)
    away = StripeCheckout(API_KEY, f"http://127.0.0.1:{free_port()}")

    await call_off_checkouts(shop.pool, away)
    still_open = (await checkout_of(asked))["call_off_at"]
    await time_passes(asked)
    await shop.fetch("update payment_session set expires_at = now() where merchant_id = $1")
    await call_off_checkouts(shop.pool, away)
    await away.close()

    assert still_open is not None
    checkout = await checkout_of(asked)
    assert checkout["call_off_at"] is None
    assert checkout["called_off_at"] is not None


async def test_who_was_done_before_is_left_to_the_event(
    till: Till, shop: Shop, provider: PaymentProvider
) -> None:
    """Stripe says that the checkout is complete: the page says so, and the event pays the request."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await till.http.post(checkout, data={"method": "card"})
    await canceled(asked)

    await call_off_checkouts(shop.pool, provider)
    page = await till.http.get(asked.path)
    await till.listens(shop)
    await till.stripe.tell(named(checkout))

    kept = await checkout_of(asked)
    assert (kept["call_off_at"], kept["called_off_at"]) == (None, None)
    assert "Ihre Zahlung wird bearbeitet." in page.text
    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await asked.column("status") == "PAID"


async def test_a_checkout_that_stripe_does_not_know_needs_no_calling_off(
    till: Till, shop: Shop, provider: PaymentProvider
) -> None:
    """Another account, say: nobody can pay there, and asking again would not change that."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    del till.stripe.sessions[named(checkout)]
    await canceled(asked)

    await call_off_checkouts(shop.pool, provider)

    assert (await checkout_of(asked))["called_off_at"] is not None


async def test_stripe_answers_after_the_request_was_called_off(
    till: Till, shop: Shop, provider: PaymentProvider
) -> None:
    """The payer is not sent there, and what was begun is called off all the same."""
    asked = await ask(shop)
    till.stripe.slowly = asyncio.Event()
    setting_out = asyncio.create_task(till.http.post(f"{asked.path}/pay"))
    begun = len(till.stripe.sessions)
    async with asyncio.timeout(30):
        while len(till.stripe.sessions) == begun:  # noqa: ASYNC110 - Stripe tells nobody
            await asyncio.sleep(0.01)

    await canceled(asked)
    before = await call_off_checkouts(shop.pool, provider)
    till.stripe.slowly.set()
    till.stripe.slowly = None
    answer = await setting_out
    after = await call_off_checkouts(shop.pool, provider)

    assert (before, after) == (0, 1)
    assert (answer.status_code, answer.headers["location"]) == (303, asked.path)
    assert [*till.stripe.sessions.values()][-1]["status"] == "expired"


async def test_the_checkouts_of_another_provider_are_not_asked_for(
    till: Till, shop: Shop, provider: PaymentProvider
) -> None:
    """Stripe would not know them; they are over half an hour after their provider was changed."""
    asked = await ask(shop, status=PaymentRequestStatus.VIEWED)
    await till.to_stripe(asked)
    await shop.fetch("update payment_session set provider = 'another' where merchant_id = $1")

    await canceled(asked)

    assert await call_off_checkouts(shop.pool, provider) == 0
