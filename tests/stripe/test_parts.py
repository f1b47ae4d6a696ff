"""Of a request that is paid in parts, Stripe is asked for what is left, and never twice for the same."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.factories import Shop
from tests.payer.asking import ask
from tests.payer.ending import checkout_of, transferred
from tests.stripe.till import Till

# Stripe's library hands its texts to httpx by a parameter that httpx would rather see used otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

UNIT_AMOUNT = "line_items[0][price_data][unit_amount]"


@pytest.fixture
async def slow_stripe(till: Till) -> AsyncIterator[asyncio.Event]:
    """Stripe answers who begins a checkout only once this is set."""
    till.stripe.slowly = asyncio.Event()
    yield till.stripe.slowly
    till.stripe.slowly = None


async def test_stripe_is_asked_for_the_rest(till: Till, shop: Shop) -> None:
    """Who was at Stripe for the whole finds that over, and is led to another checkout."""
    await till.listens(shop)
    asked = await ask(shop)
    whole = await till.to_stripe(asked)
    await transferred(asked, "5.00")

    rest = await till.to_stripe(asked)
    too_late = await till.http.post(whole, data={"method": "card"})
    await till.http.post(rest, data={"method": "card"})

    assert till.stripe.asked[-1][UNIT_AMOUNT] == "750"
    assert too_late.status_code == 410
    assert await asked.payments() == [("SUCCEEDED", 500), ("SUCCEEDED", 750)]
    assert await asked.column("status") == "PAID"


async def test_who_has_paid_the_whole_meanwhile_is_not_asked_for_the_rest(till: Till, shop: Shop) -> None:
    """Stripe's event is late, a transfer was quicker: the page waits for the event, and nothing is begun."""
    asked = await ask(shop)
    checkout = await till.to_stripe(asked)
    await till.http.post(checkout, data={"method": "card"})
    await transferred(asked, "5.00")
    begun = len(till.stripe.asked)

    again = await till.http.post(f"{asked.path}/pay")
    page = await till.http.get(asked.path)

    assert (again.status_code, again.headers["location"]) == (303, asked.path)
    assert "Ihre Zahlung wird bearbeitet." in page.text
    assert len(till.stripe.asked) == begun


async def test_a_part_that_comes_while_stripe_is_asked(
    till: Till, shop: Shop, slow_stripe: asyncio.Event
) -> None:
    """The payer is sent back to the page, which says what is left, and not to pay the whole."""
    asked = await ask(shop)
    begun = len(till.stripe.asked)
    setting_out = asyncio.create_task(till.http.post(f"{asked.path}/pay"))
    async with asyncio.timeout(30):
        while len(till.stripe.asked) == begun:  # noqa: ASYNC110 - Stripe tells nobody
            await asyncio.sleep(0.01)

    await transferred(asked, "5.00")
    slow_stripe.set()
    answer = await setting_out
    page = await till.http.get(asked.path)

    assert (answer.status_code, answer.headers["location"]) == (303, asked.path)
    assert "7,50\N{NO-BREAK SPACE}€ bezahlen" in page.text
    assert (await checkout_of(asked))["call_off_at"] is not None


async def test_a_rest_that_stripe_does_not_take(till: Till, shop: Shop) -> None:
    """Less than Stripe's least: the payer is told to ask the merchant."""
    asked = await ask(shop)
    await transferred(asked, "12.40")

    page = await till.http.post(f"{asked.path}/pay")

    assert page.status_code == 422
    assert "kann hier nicht online bezahlt werden" in page.text
