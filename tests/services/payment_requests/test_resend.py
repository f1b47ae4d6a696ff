"""A request is sent again when nothing of it is on its way, to where its customer can be reached by now."""

import asyncio

import pytest

from domain.customer import Channel, CustomerDraft
from domain.errors import (
    Failure,
    MessagesStillQueued,
    NotReachable,
    PaymentRequestNotFound,
    TemplateOfAnotherKind,
    TransitionNotAllowed,
)
from domain.ids import RequestId, new_id
from domain.message_template import TemplateKind
from domain.payment_request import RESENDABLE, PaymentRequestStatus
from domain.readiness import SendBlocker
from services.customers.change import update_customer
from services.payment_requests.resend import resend_request
from tests.factories import ADDRESSES, SECRETS, Shop
from tests.services.payment_requests.outbox import deliveries, let_end, settle, stands, the_request

PHONE = "+491701234567"
REFUSED = [status for status in PaymentRequestStatus if status not in RESENDABLE]


async def resend(shop: Shop, request: RequestId) -> None:
    await shop.do(resend_request, request, ADDRESSES, SECRETS)


async def test_a_request_is_sent_again_at_its_address(shop: Shop) -> None:
    """One more message on each channel, to the customer's number and in the customer's name of now."""
    ada = await shop.customer("Ada", phone=PHONE)
    request = await shop.request(ada, channels=[Channel.SMS])
    await settle(shop, request, "DELIVERED")
    await shop.do(update_customer, ada, CustomerDraft(phone="+491719999999"))
    token = (await the_request(shop, request))["token"]

    await resend(shop, request)

    first, second = await deliveries(shop, request)
    assert await stands(shop, request) == ("QUEUED", ["DELIVERED", "QUEUED"])
    assert (first["address"], second["address"]) == (PHONE, "+491719999999")
    assert ADDRESSES.pay(token) in first["text"]
    assert second["text"] == first["text"]


@pytest.mark.parametrize("kind", [TemplateKind.REMINDER, TemplateKind.PAYMENT_REQUEST])
async def test_it_is_asked_again_in_the_words_that_are_named(shop: Shop, kind: TemplateKind) -> None:
    """A reminder's, or those of another template for requests; the link is the same."""
    request = await shop.request(await shop.customer("Ada", phone=PHONE), channels=[Channel.SMS])
    await settle(shop, request, "SENT")
    words = await shop.template("Noch offen", "Noch offen: #amount# #url#", kind=kind)

    await shop.do(resend_request, request, ADDRESSES, SECRETS, words)

    asked = await the_request(shop, request)
    _, again = await deliveries(shop, request)
    assert again["text"] == f"Noch offen: 12,50 € {ADDRESSES.pay(asked['token'])}"


async def test_a_receipt_asks_for_nothing(shop: Shop) -> None:
    request = await shop.request(await shop.customer("Ada", phone=PHONE))
    await settle(shop, request, "SENT")
    before = await stands(shop, request)
    receipt = await shop.template("Danke", "Danke!", kind=TemplateKind.RECEIPT)

    with pytest.raises(TemplateOfAnotherKind) as refused:
        await shop.do(resend_request, request, ADDRESSES, SECRETS, receipt)

    assert refused.value.field == ("template_id",)
    assert await stands(shop, request) == before


@pytest.mark.parametrize("status", ["QUEUED", "SENDING"])
async def test_what_is_still_on_its_way_is_not_sent_twice(shop: Shop, status: str) -> None:
    request = await shop.request(await shop.customer(phone=PHONE))
    await settle(shop, request, "QUEUED", status)

    with pytest.raises(MessagesStillQueued) as refused:
        await resend(shop, request)

    assert refused.value == MessagesStillQueued(field=("id",), count=1)
    assert await stands(shop, request) == ("QUEUED", [status])


async def test_of_several_who_send_again_at_once_one_does(shop: Shop) -> None:
    """Competitors have sent one request up to 22 times."""
    request = await shop.request(await shop.customer(phone=PHONE))
    await settle(shop, request, "SENT")

    outcomes = await asyncio.gather(*(resend(shop, request) for _ in range(8)), return_exceptions=True)

    refused = [one for one in outcomes if one is not None]
    assert refused == [MessagesStillQueued(field=("id",), count=1)] * 7
    assert await stands(shop, request) == ("QUEUED", ["SENT", "QUEUED"])


async def test_a_message_whose_fate_nobody_knows_is_sent_again_if_somebody_says_so(shop: Shop) -> None:
    request = await shop.request(await shop.customer(phone=PHONE))
    await settle(shop, request, "UNDELIVERED", "UNKNOWN")

    await resend(shop, request)

    assert await stands(shop, request) == ("QUEUED", ["UNKNOWN", "QUEUED"])


@pytest.mark.parametrize("status", REFUSED)
async def test_what_is_over_is_not_sent_again(shop: Shop, status: PaymentRequestStatus) -> None:
    request = await shop.request(await shop.customer(phone=PHONE))
    await settle(shop, request, status, "SENT")

    with pytest.raises(TransitionNotAllowed) as refused:
        await resend(shop, request)

    assert refused.value == TransitionNotAllowed(field=("id",), state=status, target="QUEUED")
    assert await stands(shop, request) == (status, ["SENT"])


async def test_what_has_ended_is_over_before_anybody_has_looked_for_it(shop: Shop) -> None:
    request = await shop.request(await shop.customer(phone=PHONE))
    await settle(shop, request, "SENT")
    await let_end(shop, request)

    with pytest.raises(TransitionNotAllowed) as refused:
        await resend(shop, request)

    assert refused.value.facts["state"] == "EXPIRED"
    assert await stands(shop, request) == ("SENT", ["SENT"])


async def test_who_cannot_be_reached_any_more_is_not_sent_anything(shop: Shop) -> None:
    ada = await shop.customer("Ada", phone=PHONE)
    request = await shop.request(ada, channels=[Channel.SMS])
    await settle(shop, request, "SENT")
    await shop.do(update_customer, ada, CustomerDraft(phone=None))

    with pytest.raises(NotReachable) as refused:
        await resend(shop, request)

    assert refused.value == NotReachable(field=("id",), blockers=[SendBlocker.PHONE_MISSING])
    assert await stands(shop, request) == ("SENT", ["SENT"])


async def test_what_blocks_a_channel_by_now_is_told(shop: Shop) -> None:
    """The phone is gone and an address has come since: the message goes there."""
    ada = await shop.customer("Ada", phone=PHONE)
    request = await shop.request(ada)
    await settle(shop, request, "SENT")
    await shop.do(update_customer, ada, CustomerDraft(phone=None, email="ada@example.com"))

    await resend(shop, request)

    assert (await the_request(shop, request))["blockers"] == ["PHONE_MISSING"]
    assert [one["channel"] for one in await deliveries(shop, request)] == ["SMS", "EMAIL"]


async def test_a_foreign_request_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    theirs = await other.request(await other.customer(phone=PHONE))
    await settle(other, theirs, "SENT")

    for request in (theirs, RequestId(new_id())):
        with pytest.raises(Failure) as refused:
            await resend(shop, request)
        assert refused.value == PaymentRequestNotFound(field=("id",))

    assert await stands(other, theirs) == ("SENT", ["SENT"])
