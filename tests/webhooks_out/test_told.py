"""What happens to rows is told to those who listen, in the transaction in which it happens."""

import asyncio
from typing import Any

import orjson
import pytest

from db.connect import Connection
from db.writing import writing
from domain.caller import Caller
from domain.ids import Kind, SubscriptionId, encode
from domain.payment import PaymentStatus
from domain.payment_request import PaymentRequestStatus
from domain.webhook import SELECTORS, WebhookTopic
from services.customers.remove import delete_customer
from services.webhooks_out.subscriptions import create_subscription, delete_subscription
from tests.factories import Shop
from tests.services.payment_requests.outbox import settle

URL = "https://shop.example/events"


async def told(shop: Shop) -> list[tuple[str, dict[str, Any]]]:
    """Return topic and payload of all events, by topic."""
    sql = "select topic, payload from webhook_message where merchant_id = $1 order by topic, created_at"
    return [(row["topic"], orjson.loads(row["payload"])) for row in await shop.fetch(sql)]


async def listen(shop: Shop, *topics: str) -> SubscriptionId:
    return await shop.do(create_subscription, URL, topics)


async def test_nothing_is_kept_for_nobody(shop: Shop) -> None:
    await shop.customer("Ada")

    assert await told(shop) == []


async def test_a_customer_is_told_without_a_word_about_the_person(shop: Shop) -> None:
    await listen(shop, "customer.*")

    customer = await shop.customer("Ada", phone="+491701234567")
    await shop.put([customer], await shop.group("Stammkunden"))
    await shop.do(delete_customer, customer)

    name = encode(Kind.CUSTOMER, customer)
    assert await told(shop) == [
        ("customer.created", {"id": name, "version": 1}),
        ("customer.deleted", {"id": name, "version": 2}),
        ("customer.updated", {"id": name, "version": 2}),
    ]


async def test_a_group_is_told(shop: Shop) -> None:
    await listen(shop, "customer_group.created")

    group = await shop.group("Stammkunden")

    assert await told(shop) == [("customer_group.created", {"id": encode(Kind.GROUP, group), "version": 1})]


async def test_a_payment_is_told_with_its_sum(shop: Shop) -> None:
    await listen(shop, "payment.succeeded")
    customer = await shop.customer("Ada")

    payment = await shop.payment(customer_id=customer, reference="2026-0815")

    assert await told(shop) == [
        (
            "payment.succeeded",
            {
                "id": encode(Kind.PAYMENT, payment),
                "customer_id": encode(Kind.CUSTOMER, customer),
                "status": "SUCCEEDED",
                "amount": {"minor": 1250, "currency": "EUR"},
                "refunded": {"minor": 0, "currency": "EUR"},
                "reference": "2026-0815",
            },
        )
    ]


async def test_a_request_is_told_at_each_step(shop: Shop) -> None:
    await listen(shop, "payment_request.*")
    customer = await shop.customer("Ada", phone="+491701234567")

    request = await shop.request(customer)
    await settle(shop, request, "SENT")

    events = await told(shop)
    assert [topic for topic, _ in events] == ["payment_request.queued", "payment_request.sent"]
    assert {payload["id"] for _, payload in events} == {encode(Kind.PAYMENT_REQUEST, request)}


async def test_only_what_is_asked_for_is_told_and_to_each_who_asked(shop: Shop, other_shop: Shop) -> None:
    await listen(shop, "payment.*")
    await listen(shop, "customer.created", "customer.*", "*")
    await listen(other_shop, "*")

    await shop.customer("Ada")

    assert [topic for topic, _ in await told(shop)] == ["customer.created"]
    assert await told(other_shop) == []


async def test_what_is_rolled_back_is_not_told(shop: Shop) -> None:
    await listen(shop, "*")

    async def fail(tx: Connection, caller: Caller) -> None:
        await tx.execute(
            "insert into customer_group (merchant_id, id, name, name_key, version, created_at, updated_at)"
            " values ($1, gen_random_uuid(), 'a', 'a', 1, now(), now())",
            caller.merchant_id,
        )
        assert await tx.fetchval("select count(*) from webhook_message") == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await shop.do(fail)

    assert await told(shop) == []


@pytest.mark.parametrize(("count", "topics"), [(250, {"customer.updated"}), (251, {"customer.bulk_changed"})])
async def test_what_is_done_to_many_at_once_is_one_event(shop: Shop, count: int, topics: set[str]) -> None:
    for number in range(count):
        await shop.customer(f"Ada {number}")
    await listen(shop, "*")

    await shop.fetch("update customer set version = version + 1 where merchant_id = $1 returning id")

    events = await told(shop)
    assert {topic for topic, _ in events} == topics
    assert len(events) == (count if count == 250 else 1)
    if count > 250:
        assert events[0][1] == {"change": "UPDATED", "count": 251}


async def test_a_subscription_that_goes_meanwhile_breaks_nothing(shop: Shop) -> None:
    """Whoever records waits for whoever deletes, and then tells nobody."""
    subscription = await listen(shop, "*")

    async with writing(shop.pool, shop.caller.merchant_id) as tx:
        await delete_subscription(tx, shop.caller, subscription)
        recording = asyncio.create_task(shop.payment())
        await asyncio.sleep(0.2)
        assert not recording.done()
    await recording

    assert await told(shop) == []


def test_each_state_that_is_told_is_a_topic() -> None:
    told_of = {f"payment.{status.lower()}" for status in PaymentStatus}
    told_of |= {f"payment_request.{status.lower()}" for status in PaymentRequestStatus}
    told_of -= {"payment_request.draft"}

    assert told_of <= {str(topic) for topic in WebhookTopic}
    assert "webhook.*" not in SELECTORS
