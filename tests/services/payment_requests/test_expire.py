"""Requests whose end has come expire, with what was still to go out; who has paid in time has paid."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from db.connect import Pool, connect_pool
from db.writing import writing
from domain.ids import RequestId
from domain.payment_request import OPEN, PaymentRequestStatus
from services.payment_requests import expire
from services.payment_requests.expire import expire_requests
from services.payment_requests.status import move_requests
from tests.factories import Shop, make_shop
from tests.services.payment_requests.outbox import let_end, settle, stands

PHONE = "+491701234567"
CLOSED = [status for status in PaymentRequestStatus if status not in OPEN]


@pytest.fixture
async def alone(fresh_dsn: str) -> AsyncIterator[Pool]:
    """A database of its own: what is looked for is looked for among all merchants."""
    pool = await connect_pool(fresh_dsn, size=5)
    yield pool
    await pool.close()


async def ask(shop: Shop, *, status: str = "QUEUED", of_message: str = "QUEUED") -> RequestId:
    """Have a request whose end has come."""
    request = await shop.request(await shop.customer(phone=PHONE + str(await _count(shop))))
    await settle(shop, request, status, of_message)
    await let_end(shop, request)
    return request


async def _count(shop: Shop) -> int:
    count: int = await shop.value("select count(*) from customer where merchant_id = $1")
    return count


async def test_requests_of_all_merchants_expire_at_their_end(
    alone: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some at a time, and no other."""
    monkeypatch.setattr(expire, "SIZE", 2)
    one, other = await make_shop(alone, "Einer"), await make_shop(alone, "Anderer")
    over = [(shop, await ask(shop, status=status)) for status in sorted(OPEN) for shop in (one, other)]
    goes_on = await one.request(await one.customer(email="ada@example.com"))

    expired = await expire_requests(alone)

    assert expired == len(over) == 12
    for shop, request in over:
        assert await stands(shop, request) == ("EXPIRED", ["CANCELED"])
    assert await stands(one, goes_on) == ("QUEUED", ["QUEUED"])
    assert await expire_requests(alone) == 0


@pytest.mark.parametrize("status", CLOSED)
async def test_what_is_over_stays_as_it_is(alone: Pool, status: PaymentRequestStatus) -> None:
    shop = await make_shop(alone)
    request = await ask(shop, status=status, of_message="SENT")

    assert await expire_requests(alone) == 0

    assert await stands(shop, request) == (status, ["SENT"])


async def test_what_is_being_sent_is_shown_as_it_is(alone: Pool) -> None:
    shop = await make_shop(alone)
    request = await ask(shop, of_message="SENDING")

    await expire_requests(alone)

    assert await stands(shop, request) == ("EXPIRED", ["SENDING"])


async def test_a_payment_that_was_there_first_counts(alone: Pool) -> None:
    """It is waited for; then nothing is left that could expire."""
    shop = await make_shop(alone)
    request = await ask(shop, status="SENT", of_message="SENT")

    async with writing(alone, shop.caller.merchant_id) as paying:
        await move_requests(paying, shop.caller.merchant_id, [request], PaymentRequestStatus.PAID)
        expiring = asyncio.create_task(expire_requests(alone))
        await asyncio.sleep(0.1)
        assert not expiring.done()

    assert await expiring == 0
    assert await stands(shop, request) == ("PAID", ["SENT"])


async def test_a_payment_that_comes_after_the_end_counts_as_well(alone: Pool) -> None:
    shop = await make_shop(alone)
    request = await ask(shop, status="SENT", of_message="SENT")
    await expire_requests(alone)

    async with writing(alone, shop.caller.merchant_id) as paying:
        (moved,) = await move_requests(paying, shop.caller.merchant_id, [request], PaymentRequestStatus.PAID)

    assert moved.before is PaymentRequestStatus.EXPIRED
    assert await stands(shop, request) == ("PAID", ["SENT"])
