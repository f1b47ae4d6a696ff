"""A request that is called off asks nobody any more, as far as it has not gone out yet."""

import asyncio

import pytest

from db.writing import writing
from domain.errors import PaymentRequestNotFound, TransitionNotAllowed
from domain.ids import RequestId, new_id
from services.payment_requests.cancel import cancel_request
from tests.factories import Shop
from tests.services.payment_requests.outbox import deliveries, let_end, settle, stands, the_request

PHONE, EMAIL = "+491701234567", "ada@example.com"


async def ask(shop: Shop) -> RequestId:
    return await shop.request(await shop.customer(phone=PHONE, email=EMAIL))


async def test_what_is_queued_never_goes_out(shop: Shop) -> None:
    request = await ask(shop)

    await shop.do(cancel_request, request)

    assert await stands(shop, request) == ("CANCELED", ["CANCELED", "CANCELED"])
    assert (await the_request(shop, request))["canceled_at"] is not None


async def test_what_is_being_sent_is_shown_as_it_is(shop: Shop) -> None:
    """Nobody can call back what is in the hands of a provider."""
    request = await ask(shop)
    sms, _email = await deliveries(shop, request)
    await shop.fetch(
        "update delivery set status = 'SENDING' where merchant_id = $1 and id = $2 returning id", sms["id"]
    )

    await shop.do(cancel_request, request)

    assert await stands(shop, request) == ("CANCELED", ["SENDING", "CANCELED"])


@pytest.mark.parametrize("status", ["SCHEDULED", "SENT", "DELIVERED", "UNDELIVERED", "VIEWED", "DRAFT"])
async def test_what_is_open_can_be_called_off(shop: Shop, status: str) -> None:
    request = await ask(shop)
    await settle(shop, request, status, "SENT")

    await shop.do(cancel_request, request)

    assert await stands(shop, request) == ("CANCELED", ["SENT", "SENT"])


@pytest.mark.parametrize("status", ["PAID", "EXPIRED", "SKIPPED"])
async def test_what_is_over_stays_as_it_is(shop: Shop, status: str) -> None:
    request = await ask(shop)
    await settle(shop, request, status, "SENT")

    with pytest.raises(TransitionNotAllowed) as refused:
        await shop.do(cancel_request, request)

    assert refused.value == TransitionNotAllowed(field=("id",), state=status, target="CANCELED")
    assert await stands(shop, request) == (status, ["SENT", "SENT"])


async def test_what_has_ended_can_not_be_called_off(shop: Shop) -> None:
    request = await ask(shop)
    await let_end(shop, request)

    with pytest.raises(TransitionNotAllowed) as refused:
        await shop.do(cancel_request, request)

    assert refused.value.facts["state"] == "EXPIRED"


async def test_called_off_twice_is_called_off(shop: Shop) -> None:
    request = await ask(shop)
    await shop.do(cancel_request, request)
    before = await the_request(shop, request)

    await shop.do(cancel_request, request)

    assert await the_request(shop, request) == before


async def test_a_foreign_request_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    theirs = await ask(other)

    for request in (theirs, RequestId(new_id())):
        with pytest.raises(PaymentRequestNotFound) as refused:
            await shop.do(cancel_request, request)
        assert refused.value == PaymentRequestNotFound(field=("id",))

    assert await stands(other, theirs) == ("QUEUED", ["QUEUED", "QUEUED"])


async def test_a_claim_that_was_there_first_is_waited_for(shop: Shop) -> None:
    """Then the message counts as being sent, and the request as called off."""
    request = await ask(shop)
    sms, _email = await deliveries(shop, request)

    async with writing(shop.pool, shop.caller.merchant_id) as claim:
        await claim.execute(
            "update delivery set status = 'SENDING' where merchant_id = $1 and id = $2",
            shop.caller.merchant_id,
            sms["id"],
        )
        canceling = asyncio.create_task(shop.do(cancel_request, request))
        await asyncio.sleep(0.1)
        assert not canceling.done()
    await canceling

    assert await stands(shop, request) == ("CANCELED", ["SENDING", "CANCELED"])


async def test_a_message_that_is_put_back_is_called_off_as_well(shop: Shop) -> None:
    """A provider that is busy gives it back at this very moment: it must not go out later."""
    request = await ask(shop)
    sms, _email = await deliveries(shop, request)
    await shop.fetch(
        "update delivery set status = 'SENDING' where merchant_id = $1 and id = $2 returning id", sms["id"]
    )

    async with writing(shop.pool, shop.caller.merchant_id) as settling:
        await settling.execute(
            "update delivery set status = 'QUEUED' where merchant_id = $1 and id = $2",
            shop.caller.merchant_id,
            sms["id"],
        )
        canceling = asyncio.create_task(shop.do(cancel_request, request))
        await asyncio.sleep(0.1)
    await canceling

    assert await stands(shop, request) == ("CANCELED", ["CANCELED", "CANCELED"])
