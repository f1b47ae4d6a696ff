"""A gateway passes on what people reply: STOP and START hold, once, for the merchant who wrote last."""

import asyncio

import httpx
import pytest

from tests.app.gateways.speaking import REPLIES, a_number, message_to, said, twilio, went_out
from tests.factories import Shop


async def test_stop_holds_for_the_merchant_who_wrote_last(
    http: httpx.AsyncClient, shop: Shop, other_shop: Shop
) -> None:
    """The same person is a customer of both; the other merchant may go on."""
    number = a_number()
    before, earlier = await message_to(other_shop, number)
    customer, message = await message_to(shop, number)
    await went_out(other_shop, earlier)
    await went_out(shop, message)

    answered = await twilio(
        http, REPLIES, MessageSid="SM-stop-1", From=number, To="+4930111222", Body="Arrêt !"
    )

    assert answered == 204
    assert await said(shop, customer) == [
        ("MARKETING", "OPTED_OUT", "STOP_REPLY", "STOP twilio SM-stop-1"),
        ("TRANSACTIONAL", "OPTED_OUT", "STOP_REPLY", "STOP twilio SM-stop-1"),
    ]
    assert await said(other_shop, before) == []


async def test_start_takes_stop_back_and_an_old_stop_does_not_come_again(
    http: httpx.AsyncClient, shop: Shop
) -> None:
    """A reply counts once, however often the gateway passes it on."""
    number = a_number()
    _, message = await message_to(shop, number)
    await went_out(shop, message)
    silenced = "select count(*) from suppression where merchant_id = $1 and purpose = 'TRANSACTIONAL'"
    seen = []

    for reply, body in [("SM-a", "STOP"), ("SM-a", "STOP"), ("SM-b", "START"), ("SM-a", "STOP")]:
        await twilio(http, REPLIES, MessageSid=reply, From=number, Body=body)
        seen.append(await shop.value(silenced))

    assert seen == [1, 1, 0, 0]


@pytest.mark.parametrize("body", ["Danke!", "Stop calling my wife", ""])
async def test_other_replies_are_not_ours(http: httpx.AsyncClient, shop: Shop, body: str) -> None:
    """They are taken, and nothing follows."""
    number = a_number()
    customer, message = await message_to(shop, number)
    await went_out(shop, message)

    answered = await twilio(http, REPLIES, MessageSid="SM-c", From=number, Body=body)

    assert (answered, await said(shop, customer)) == (204, [])


@pytest.mark.parametrize("sender", ["12345", "Löwe", "+4915199999999"])
async def test_a_stranger_stops_nothing(http: httpx.AsyncClient, shop: Shop, sender: str) -> None:
    """Nobody has written to this number, or it is none."""
    customer, _ = await message_to(shop, a_number())

    answered = await twilio(http, REPLIES, MessageSid="SM-d", From=sender, Body="STOP")

    assert (answered, await said(shop, customer)) == (204, [])


async def test_a_message_that_neverwent_out_is_not_replied_to(http: httpx.AsyncClient, shop: Shop) -> None:
    """It is still waiting."""
    number = a_number()
    customer, _ = await message_to(shop, number)

    await twilio(http, REPLIES, MessageSid="SM-e", From=number, Body="STOP")

    assert await said(shop, customer) == []


async def test_a_reply_that_comes_five_times_at_once_counts_once(http: httpx.AsyncClient, shop: Shop) -> None:
    """Each is answered, and the customer's timeline has it once."""
    number = a_number()
    customer, message = await message_to(shop, number)
    await went_out(shop, message)

    answers = await asyncio.gather(
        *(twilio(http, REPLIES, MessageSid="SM-f", From=number, Body="Stop") for _ in range(5))
    )

    events = "select type from timeline_event where merchant_id = $1 and customer_id = $2"
    types = [row["type"] for row in await shop.fetch(events, customer)]
    assert (answers, types.count("OPTED_OUT")) == ([204] * 5, 1)
