"""Whatever order the news come in, a request becomes only what it may, and every moment is kept."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from db.writing import writing
from domain.payment_request import REQUEST_TRANSITIONS, PaymentRequestStatus
from services.payment_requests.status import Moved, move_requests
from tests.factories import Shop
from tests.services.payment_requests.outbox import settle, the_request

S = PaymentRequestStatus
NEWS = (S.SENT, S.DELIVERED, S.VIEWED, S.PAID)
MOMENTS = {status: datetime(2026, 1, 1 + day, tzinfo=UTC) for day, status in enumerate(NEWS)}


@pytest.mark.parametrize("order", list(permutations(NEWS)))
async def test_news_in_any_order_come_to_the_same(shop: Shop, order: tuple[S, ...]) -> None:
    request = await shop.request(await shop.customer(phone="+491701234567"))

    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        for status in order:
            await move_requests(tx, shop.caller.merchant_id, [request], status, MOMENTS[status])

    row = await the_request(shop, request)
    assert row["status"] == "PAID"
    assert [row[f"{status.lower()}_at"] for status in NEWS] == list(MOMENTS.values())


async def test_only_the_first_time_counts(shop: Shop) -> None:
    request = await shop.request(await shop.customer(phone="+491701234567"))
    later = MOMENTS[S.SENT] + timedelta(hours=1)

    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        for at in (MOMENTS[S.SENT], later):
            await move_requests(tx, shop.caller.merchant_id, [request], S.SENT, at)

    assert (await the_request(shop, request))["sent_at"] == MOMENTS[S.SENT]


@pytest.mark.parametrize("before", S)
async def test_a_request_moves_as_far_as_it_may(shop: Shop, before: S) -> None:
    """From each state to each other, as the table of transitions says; who can't move stays."""
    request = await shop.request(ada := await shop.customer(phone="+491701234567"))

    for target in S:
        await settle(shop, request, before, "SENT")
        async with writing(shop.pool, shop.caller.merchant_id) as tx:
            moved = await move_requests(tx, shop.caller.merchant_id, [request], target)

        may = REQUEST_TRANSITIONS.allows(before, target)
        assert moved == ([Moved(request, ada, None, before)] if may else [])
        assert (await the_request(shop, request))["status"] == (target if may else before)


async def test_a_foreign_request_does_not_move(shop: Shop, other: Shop) -> None:
    theirs = await other.request(await other.customer(phone="+491701234567"))

    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        assert await move_requests(tx, shop.caller.merchant_id, [theirs], S.PAID) == []

    assert (await the_request(other, theirs))["status"] == "QUEUED"
