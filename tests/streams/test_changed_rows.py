"""What is followed is told once it is committed: each change, whoever made it and however long that took."""

import asyncio
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from db.connect import Connection
from db.writing import writing
from domain.customer import CustomerDraft
from domain.ids import CustomerId, Kind, PaymentId, encode
from domain.payment_request import PaymentRequestStatus
from services.customers.create import create_customer
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from services.payments.refund import refund_payment
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.following import following
from tests.streams.talk import talking
from tests.webhooks_in.conftest import asked

NOBODYS = "0192f0c4-7a3b-7cde-8f01-23456789abcd"
PAYMENTS = "subscription { paymentRecorded { id amount { amount } } }"
CUSTOMERS = "subscription ($group: ID) { customerChanged(groupId: $group) { displayName version } }"


def payment_event(payment: PaymentId, amount: str) -> dict[str, Any]:
    return {"data": {"paymentRecorded": {"id": encode(Kind.PAYMENT, payment), "amount": {"amount": amount}}}}


async def record(tx: Connection, shop: Shop, amount: str) -> PaymentId:
    return (await record_payment(tx, shop.caller, PaymentDraft(Decimal(amount), "EUR"))).payment_id


async def test_each_payment_is_told_once_it_is_recorded(
    server: Server, key: str, shop: Shop, other_shop: Shop
) -> None:
    """Two that read the same are two; what was there before and what others are paid is not told."""
    await shop.payment("1.00")

    async with following(server, key, PAYMENTS) as heard:
        await other_shop.payment("9.00")
        first = await shop.payment("12.50")
        second = await shop.payment("12.50")
        told = await heard.first(2)
        await heard.rest()

    assert told == [payment_event(first, "12.50"), payment_event(second, "12.50")]


async def test_what_is_rolled_back_is_not_told(server: Server, key: str, shop: Shop) -> None:
    async with following(server, key, PAYMENTS) as heard:
        async with writing(shop.pool, shop.caller.merchant_id) as tx:
            await record(tx, shop, "5.00")
            await tx.execute("rollback; begin")
        committed = await shop.payment("6.00")
        told = await heard.rest()

    assert told == [payment_event(committed, "6.00")]


async def test_who_commits_late_is_told_late_and_is_told(server: Server, key: str, shop: Shop) -> None:
    """Another one that began later has been told long before."""
    async with following(server, key, PAYMENTS) as heard:
        async with writing(shop.pool, shop.caller.merchant_id) as tx:
            slow = await record(tx, shop, "5.00")
            quick = await shop.payment("6.00")
            before = list(await heard.rest())
        told = await heard.first(2)

    assert before == [payment_event(quick, "6.00")]
    assert told == [payment_event(quick, "6.00"), payment_event(slow, "5.00")]


async def test_what_was_begun_before_anybody_followed_is_told_when_it_is_committed(
    server: Server, key: str, shop: Shop
) -> None:
    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        slow = await record(tx, shop, "5.00")
        async with following(server, key, PAYMENTS) as heard:
            await tx.execute("commit; begin")
            told = await heard.first(1)

    assert told == [payment_event(slow, "5.00")]


async def test_what_happens_to_a_payment_later_is_no_new_payment(
    server: Server, key: str, shop: Shop
) -> None:
    async with following(server, key, PAYMENTS) as heard:
        payment = await shop.payment("12.50")
        await heard.first(1)
        await shop.do(refund_payment, payment)
        told = await heard.rest()

    assert told == [payment_event(payment, "12.50")]


async def test_a_thousand_rows_of_one_transaction_are_a_thousand_events(
    server: Server, key: str, shop: Shop
) -> None:
    """They are found some at a time."""
    query = "subscription { customerChanged { externalReference } }"

    async with following(server, key, query) as heard:
        async with writing(shop.pool, shop.caller.merchant_id) as tx:
            for number in range(1_100):
                await create_customer(tx, shop.caller, CustomerDraft(external_reference=f"K{number}"))
        await heard.first(1_100)
        told = await heard.rest()

    assert len(told) == 1_100
    assert {event["data"]["customerChanged"]["externalReference"] for event in told} == {
        f"K{number}" for number in range(1_100)
    }


async def test_customers_of_a_group_are_followed(server: Server, key: str, shop: Shop) -> None:
    group = await shop.group("Stammkunden")
    ada, _grace = await shop.customer("Ada"), await shop.customer("Grace")

    async with following(server, key, CUSTOMERS, group=encode(Kind.GROUP, group)) as heard:
        await shop.put([ada], group)
        await shop.customer("Linus")
        told = await heard.rest()

    assert told == [{"data": {"customerChanged": {"displayName": "Ada", "version": 2}}}]


async def test_a_customer_that_is_gone_by_then_is_not_told(server: Server, key: str, shop: Shop) -> None:
    async def come_and_go(tx: Connection) -> CustomerId:
        customer = await create_customer(tx, shop.caller, CustomerDraft(first_name="Ada"))
        await tx.execute(
            "delete from customer where merchant_id = $1 and id = $2", shop.caller.merchant_id, customer
        )
        return customer

    async with following(server, key, CUSTOMERS) as heard:
        async with writing(shop.pool, shop.caller.merchant_id) as tx:
            await come_and_go(tx)
        told = await heard.rest()

    assert told == []


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (f'subscription {{ customerChanged(groupId: "grp_{NOBODYS}") {{ id }} }}', "group_not_found"),
        ('subscription { customerChanged(groupId: "grp_1") { id } }', "group_not_found"),
        (f'subscription {{ paymentRequestChanged(batchId: "bat_{NOBODYS}") {{ id }} }}', "batch_not_found"),
    ],
)
async def test_what_is_not_there_is_no_silence(server: Server, key: str, query: str, reason: str) -> None:
    async with following(server, key, query) as heard:
        (told,) = await heard.first(1)

    assert told["errors"][0]["extensions"] == {"code": "NOT_FOUND", "reason": reason}


async def test_a_socket_is_told_the_same(server: Server, key: str, shop: Shop) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe(PAYMENTS)
        await asyncio.sleep(0.3)
        payment = await shop.payment("12.50")
        heard = await talk.hear()

    assert heard == {"id": "1", "type": "next", "payload": payment_event(payment, "12.50")}


async def test_payment_requests_are_followed_through_their_states(
    server: Server, key: str, shop: Shop
) -> None:
    query = "subscription { paymentRequestChanged { id status } }"

    async with following(server, key, query) as heard:
        request = await asked(shop)
        await heard.first(1)
        await request.move(PaymentRequestStatus.SENT)
        await heard.first(2)
        await request.move(PaymentRequestStatus.VIEWED)
        told = await heard.rest()

    assert [event["data"]["paymentRequestChanged"] for event in told] == [
        {"id": request.name, "status": status} for status in ("QUEUED", "SENT", "VIEWED")
    ]


async def test_who_may_no_longer_listen_is_told_so_and_nothing_more(
    server: Server, key: str, shop: Shop, dsn: str
) -> None:
    """Also while nothing happens."""
    async with following(server, key, PAYMENTS) as heard:
        connection = await asyncpg.connect(dsn)
        await connection.execute(
            "update api_key set revoked_at = now() where merchant_id = $1", shop.caller.merchant_id
        )
        await connection.close()
        (told,) = await heard.first(1)
        await shop.payment()

        assert await heard.rest() == [told]
    assert told["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
