"""Once a request has ended nobody pays for it any more, wherever the payer is by then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest

from db.connect import connect_pool
from db.writing import writing
from services.payer.call_off import call_off_checkouts
from services.payment_providers.provider import PaymentProvider
from services.payment_requests.cancel import cancel_request
from tests.factories import Shop, make_shop
from tests.payer.asking import BROWSER, Asked, ask, counter_settings, open_counter
from tests.payer.ending import WAYS, canceled, checkout_of, expired, transferred
from tests.payer.test_sandbox import to_the_bank


@dataclass(frozen=True, slots=True)
class Alone:
    """A counter over a database of its own, where a worker finds nobody else's checkouts."""

    http: httpx.AsyncClient
    provider: PaymentProvider
    shop: Shop

    async def call_off(self) -> int:
        """Do what a worker does, once."""
        return await call_off_checkouts(self.shop.pool, self.provider)


@pytest.fixture
async def alone(fresh_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Alone]:
    pool = await connect_pool(fresh_dsn, size=5)
    shop = await make_shop(pool, "Laden")
    async with (
        open_counter(counter_settings(fresh_dsn, tmp_path_factory.mktemp("alone"))) as counter,
        httpx.AsyncClient(base_url=counter.url, headers=BROWSER, timeout=30) as http,
    ):
        yield Alone(http, counter.app.state.payment_provider, shop)
    await pool.close()


@pytest.mark.parametrize(("end", "status"), WAYS)
async def test_a_bank_where_nothing_is_to_be_paid_any_more_takes_nothing(
    alone: Alone, end: Callable[[Asked], Awaitable[None]], status: str
) -> None:
    """However the request has ended: the bank is over, and what the payer answers there has no effect."""
    asked = await ask(alone.shop)
    bank = await to_the_bank(alone.http, asked)
    await end(asked)
    before = await asked.payments()

    tried = await alone.call_off()
    shown = await alone.http.get(bank)
    paid = await alone.http.post(f"{bank}?answer=pay")

    assert tried == 1
    assert (shown.status_code, paid.status_code) == (410, 410)
    assert await asked.payments() == before
    assert await asked.column("status") == status
    assert await alone.call_off() == 0


async def test_who_pays_before_it_is_called_off_has_paid(alone: Alone) -> None:
    """Money is money; and there is nothing left to call off."""
    asked = await ask(alone.shop)
    bank = await to_the_bank(alone.http, asked)
    await canceled(asked)

    await alone.http.post(f"{bank}?answer=pay")

    assert await asked.column("status") == "PAID"
    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await alone.call_off() == 0


async def test_a_checkout_that_has_paid_its_request_is_not_called_off(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """The usual case costs the provider no question."""
    bank = await to_the_bank(browser_http, asked)

    await browser_http.post(f"{bank}?answer=pay")

    checkout = await checkout_of(asked)
    assert checkout["closed_at"] is not None
    assert (checkout["call_off_at"], checkout["called_off_at"]) == (None, None)


async def test_what_goes_on_is_not_called_off(alone: Alone) -> None:
    """A neighbour of what ends, in the same statement or another, stays payable."""
    over, goes_on = await ask(alone.shop), await ask(alone.shop)
    await to_the_bank(alone.http, over)
    bank = await to_the_bank(alone.http, goes_on)

    await expired(over)
    tried = await alone.call_off()

    assert tried == 1
    assert (await alone.http.get(bank)).status_code == 200


async def test_two_workers_call_off_each_checkout_once(alone: Alone) -> None:
    for _ in range(6):
        asked = await ask(alone.shop)
        await to_the_bank(alone.http, asked)
        await canceled(asked)

    tried = await asyncio.gather(alone.call_off(), alone.call_off())

    assert sum(tried) == 6
    assert await alone.call_off() == 0


async def test_who_sets_out_while_it_is_called_off_is_sent_back(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """The click waits for what is being decided, and begins nothing that nobody would call off."""
    shop = asked.shop
    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        await cancel_request(tx, shop.caller, asked.id)
        setting_out = asyncio.create_task(browser_http.post(f"{asked.path}/pay"))
        await asyncio.sleep(0.3)
        waited = not setting_out.done()
    answer = await setting_out

    assert waited
    assert (answer.status_code, answer.headers["location"]) == (303, asked.path)
    assert await shop.value("select count(*) from payment_session where merchant_id = $1") == 0


async def test_called_off_twice_is_asked_once(alone: Alone) -> None:
    """Expired, and then paid in another way: the provider has been told by then."""
    asked = await ask(alone.shop)
    await to_the_bank(alone.http, asked)
    await expired(asked)
    await alone.call_off()

    await transferred(asked)

    assert await asked.column("status") == "PAID"
    assert await alone.call_off() == 0
