"""A customer is asked for money once, on each channel that reaches them, or it is known why not."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.customer import Channel
from domain.errors import (
    AmountNotPositive,
    AmountTooPrecise,
    CurrencyUnknown,
    CustomerNotFound,
    ExpiryTooEarly,
    ExpiryTooLate,
    Failure,
    Failures,
    Required,
    TemplateNotFound,
    TooLong,
)
from domain.ids import CustomerId, TemplateId, new_id
from services.customers.remove import delete_customer
from services.payment_requests.create import create_request
from services.payment_requests.draft import RequestDraft
from services.payment_requests.tokens import token_digest
from tests.factories import ADDRESSES, SECRETS, Shop
from tests.services.payment_requests.outbox import deliveries, the_request

BOTH = (Channel.SMS, Channel.EMAIL)
PHONE, EMAIL = "+491701234567", "ada@example.com"


async def test_a_request_goes_out_on_each_channel(shop: Shop) -> None:
    """With one message each, to where the customer is reached, and a link that nobody else has."""
    ada = await shop.customer("Ada", phone=PHONE, email="Ada@Example.com")

    asked = await shop.request(ada, "1250.00", reference=" Rechnung 17 ")

    row = await the_request(shop, asked)
    assert (row["customer_id"], row["reference"], row["amount_minor"], row["currency"]) == (
        ada,
        "Rechnung 17",
        125_000,
        "EUR",
    )
    assert (row["status"], row["blockers"], row["channels"]) == ("QUEUED", [], ["SMS", "EMAIL"])
    assert row["expires_at"] - row["created_at"] == pytest.approx(
        timedelta(days=30), abs=timedelta(seconds=5)
    )
    sent = await deliveries(shop, asked)
    assert [(one["channel"], one["address"], one["status"], one["purpose"]) for one in sent] == [
        ("SMS", PHONE, "QUEUED", "TRANSACTIONAL"),
        ("EMAIL", EMAIL, "QUEUED", "TRANSACTIONAL"),
    ]
    assert [one["address_hash"] for one in sent] == [
        SECRETS.address_hash(shop.caller.merchant_id, address) for address in (PHONE, EMAIL)
    ]
    assert all(ADDRESSES.pay(row["token"]) in one["text"] for one in sent)


async def test_the_link_leads_to_the_request(shop: Shop) -> None:
    asked = await shop.request(await shop.customer(phone=PHONE))

    token = (await the_request(shop, asked))["token"]

    found = await shop.fetch(
        "select request_id from payment_link where merchant_id = $1 and digest = $2", token_digest(token)
    )
    assert [row["request_id"] for row in found] == [asked]
    assert re.fullmatch("[0-9A-Za-z]{22}", token)


async def test_a_channel_that_is_closed_does_not_close_the_other(shop: Shop) -> None:
    """The request goes out, and says why not everywhere."""
    ada = await shop.customer(phone="+4930123456", email=EMAIL)

    asked = await shop.request(ada)

    row = await the_request(shop, asked)
    assert (row["status"], row["blockers"]) == ("QUEUED", ["PHONE_NOT_MOBILE"])
    assert [one["channel"] for one in await deliveries(shop, asked)] == ["EMAIL"]


async def test_who_cannot_be_reached_is_skipped(shop: Shop) -> None:
    """It is kept, with the reasons and in the timeline; nothing goes out and no link leads anywhere."""
    ada = await shop.customer(phone="keins")

    asked = await shop.request(ada)

    row = await the_request(shop, asked)
    assert (row["status"], row["blockers"]) == ("SKIPPED", ["PHONE_INVALID", "EMAIL_MISSING"])
    assert await deliveries(shop, asked) == []
    assert await shop.value("select count(*) from payment_link where merchant_id = $1") == 0
    told = await shop.fetch(
        "select data from timeline_event where merchant_id = $1 and type = 'REQUEST_SKIPPED'"
    )
    assert [row["data"] for row in told] == [
        f'{{"request": "req_{asked}", "blockers": ["PHONE_INVALID", "EMAIL_MISSING"]}}'
    ]


async def test_a_channel_named_twice_is_used_once(shop: Shop) -> None:
    ada = await shop.customer(phone=PHONE)

    asked = await shop.request(ada, channels=[Channel.SMS, Channel.SMS])

    assert (await the_request(shop, asked))["channels"] == ["SMS"]
    assert len(await deliveries(shop, asked)) == 1


async def test_a_request_without_reference_gets_one_that_can_be_read_aloud(shop: Shop) -> None:
    ada = await shop.customer(phone=PHONE)

    references = [(await the_request(shop, await shop.request(ada)))["reference"] for _ in range(3)]

    assert len(set(references)) == 3
    assert all(
        re.fullmatch("[CDFGHJKMNPQRTVWX34679]{4}-[CDFGHJKMNPQRTVWX34679]{4}", one) for one in references
    )


async def test_all_that_is_wrong_is_told_at_once(shop: Shop) -> None:
    """Each at its argument; and nothing is kept or sent."""
    ada = await shop.customer(phone=PHONE)
    before = datetime.now(UTC) - timedelta(seconds=1)

    with pytest.raises(Failures) as refused:
        await shop.request(ada, "0", channels=[], reference="x" * 201, expires_at=before)

    assert set(refused.value.failures) == {
        TooLong(field=("reference",), limit=200, length=201),
        Required(field=("channels",)),
        AmountNotPositive(field=("amount", "amount"), amount=Decimal("0.00")),
        ExpiryTooEarly(field=("expires_at",)),
    }
    assert await shop.value("select count(*) from payment_request where merchant_id = $1") == 0
    assert await shop.value("select count(*) from delivery where merchant_id = $1") == 0


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        (
            {"amount": "1.001"},
            AmountTooPrecise(field=("amount", "amount"), amount=Decimal("1.001"), currency="EUR", decimals=2),
        ),
        ({"currency": "XXX"}, CurrencyUnknown(field=("amount", "currency"), currency="XXX")),
        (
            {"expires_at": datetime.now(UTC) + timedelta(days=368)},
            ExpiryTooLate(field=("expires_at",), days=366),
        ),
    ],
)
async def test_what_cannot_be_asked_for_is_refused(
    shop: Shop, fields: dict[str, Any], failure: Failure
) -> None:
    with pytest.raises(Failures) as refused:
        await shop.request(await shop.customer(phone=PHONE), **fields)

    assert refused.value.failures == (failure,)


async def test_a_foreign_customer_is_nobody(shop: Shop, other: Shop) -> None:
    stranger = await other.customer(phone=PHONE)

    with pytest.raises(CustomerNotFound) as refused:
        await shop.request(stranger)

    assert refused.value.field == ("customer_id",)
    assert await other.value("select count(*) from payment_request where merchant_id = $1") == 0


async def test_a_template_that_is_not_there_is_refused(shop: Shop) -> None:
    ada = await shop.customer(phone=PHONE)

    with pytest.raises(TemplateNotFound) as refused:
        await shop.request(ada, template_id=TemplateId(new_id()))

    assert refused.value.field == ("template_id",)


async def test_whoever_is_deleted_meanwhile_is_asked_for_nothing(shop: Shop) -> None:
    """Either the request comes first and keeps the customer, or there is no customer to be asked."""
    customers = [await shop.customer(phone=f"+4917012345{number:02}") for number in range(10)]

    async def ask(customer: CustomerId) -> bool:
        draft = RequestDraft(customer, Decimal(1), "EUR", BOTH)
        return await _succeeds(shop.do(create_request, draft, ADDRESSES, SECRETS))

    for customer in customers:
        asked, deleted = await asyncio.gather(ask(customer), _succeeds(shop.do(delete_customer, customer)))
        assert asked is not deleted

    left = await shop.value("select count(*) from customer where merchant_id = $1")
    assert await shop.value("select count(*) from payment_request where merchant_id = $1") == left


async def _succeeds(doing: Any) -> bool:
    try:
        await doing
    except Failure:
        return False
    return True
