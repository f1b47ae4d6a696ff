"""An event gets to its receiver, whatever that does; what can't get there is given up in the end."""

import asyncio
from datetime import timedelta

import pytest

from domain.ids import Kind, encode
from domain.webhook import ATTEMPTS
from services.webhooks_out.posting import Poster
from services.webhooks_out.subscriptions import resend_message
from tests.webhooks_out.conftest import SECRETS, Told


async def test_an_event_is_signed_and_says_what_has_happened(told: Told) -> None:
    subscription = await told.listen("payment.*")
    payment = await told.shop.payment(reference="2026-0815")

    await told.send()

    (taken,) = told.receiver.taken
    (row,) = await told.shop.fetch("select id, created_at from webhook_message where merchant_id = $1")
    assert taken.line == "POST /events?shop=1 HTTP/1.1"
    assert taken.headers["host"] == f"127.0.0.1:{told.receiver.port}"
    assert taken.headers["content-type"] == "application/json"
    assert taken.id == encode(Kind.WEBHOOK_MESSAGE, row["id"])
    assert taken.event(SECRETS.webhook_secret(subscription)) == {
        "type": "payment.succeeded",
        "timestamp": row["created_at"].isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "id": encode(Kind.PAYMENT, payment),
            "customer_id": None,
            "status": "SUCCEEDED",
            "amount": {"amount": "12.50", "currency": "EUR"},
            "refunded": {"amount": "0.00", "currency": "EUR"},
            "reference": "2026-0815",
        },
    }
    assert await told.statuses() == ["SENT"]
    assert await told.attempts() == [(1, 200, None)]


@pytest.mark.parametrize(
    ("status", "more", "attempt"),
    [
        (500, "", (1, 500, "REFUSED")),
        (404, "", (1, 404, "REFUSED")),
        (302, "Location: http://127.0.0.1:1/elsewhere\r\n", (1, 302, "REDIRECTED")),
        (None, "", (1, None, "NOT_CONNECTED")),
    ],
)
async def test_what_is_not_taken_is_sent_again_under_the_same_id(
    told: Told, status: int | None, more: str, attempt: tuple[int, int | None, str | None]
) -> None:
    await told.test(await told.listen("*"))
    told.receiver.status, told.receiver.more = status, more
    await told.send()
    assert await told.statuses() == ["PENDING"]
    assert await told.attempts() == [attempt]

    told.receiver.status, told.receiver.more = 204, ""
    await told.time_passes()
    await told.send()

    first, second = told.receiver.taken
    assert first.id == second.id
    assert first.body == second.body
    assert await told.statuses() == ["SENT"]
    assert await told.attempts() == [attempt, (2, 204, None)]


async def test_who_is_slow_has_not_taken_it(told: Told) -> None:
    await told.test(await told.listen("*"))
    told.receiver.pause_s = 5

    await told.send()

    assert await told.attempts() == [(1, None, "TIMED_OUT")]


async def test_who_is_not_there_is_tried_again(told: Told) -> None:
    await told.test(await told.listen("*", url="http://127.0.0.1:1/events"))

    await told.send()

    assert await told.attempts() == [(1, None, "NOT_CONNECTED")]
    assert await told.statuses() == ["PENDING"]


async def test_who_is_gone_is_told_nothing_more(told: Told) -> None:
    subscription = await told.listen("*")
    await told.test(subscription)
    await told.send(Poster(private=True))
    told.receiver.status = 410
    await told.test(subscription)

    await told.send()
    await told.shop.payment()

    assert await told.statuses() == ["SENT", "FAILED"]
    assert await told.shop.value(
        "select disabled_at is not null from webhook_subscription where merchant_id = $1"
    )


async def test_who_asks_to_be_left_alone_is(told: Told) -> None:
    await told.test(await told.listen("*"))
    told.receiver.status, told.receiver.more = 429, "Retry-After: 3600\r\n"

    await told.send()

    pause = await told.shop.value("select next_at - now() from webhook_message where merchant_id = $1")
    assert timedelta(minutes=59) < pause <= timedelta(hours=1)


async def test_after_three_days_nobody_tries_any_more_unless_asked_to(told: Told) -> None:
    message = await told.test(await told.listen("*"))
    told.receiver.status = 500
    for _ in range(ATTEMPTS):
        await told.time_passes()
        await told.send()
    assert await told.statuses() == ["FAILED"]

    told.receiver.status = 200
    await told.time_passes()
    await told.shop.do(resend_message, message)
    await told.send()

    assert await told.statuses() == ["SENT"]
    assert [number for number, *_ in await told.attempts()] == list(range(1, ATTEMPTS + 2))
    assert len({taken.id for taken in told.receiver.taken}) == 1


async def test_who_fails_holds_up_nobody_else(told: Told) -> None:
    """Nothing more goes to a receiver that fails, for a while; another one gets all of its events."""
    dead = await told.listen("payment.*", url="http://127.0.0.1:1/events")
    await told.listen("payment.*")
    for _ in range(30):
        await told.shop.payment()

    await told.send()

    assert len(told.receiver.taken) == 30
    tried = await told.shop.value(
        "select count(*) from webhook_message"
        " where merchant_id = $1 and subscription_id = $2 and attempt > 0",
        dead,
    )
    # Eight at a time; as many again by a claim that was under way when the first failure was written.
    assert tried <= 16


async def test_two_workers_send_each_event_once(told: Told) -> None:
    await told.listen("payment.*")
    for _ in range(40):
        await told.shop.payment()

    await asyncio.gather(told.send(), told.send())

    assert len(told.receiver.taken) == len({taken.id for taken in told.receiver.taken}) == 40


@pytest.mark.parametrize(
    "url",
    [
        "https://0x7f.1:{port}/",
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
    ],
)
async def test_nothing_goes_into_our_own_network(told: Told, url: str) -> None:
    """Whatever was allowed when the subscription was made, the address is looked at each time."""
    await told.test(await told.listen("*", url=url.format(port=told.receiver.port)))

    await told.send(Poster(private=False))

    assert told.receiver.taken == []
    assert await told.attempts() == [(1, None, "ADDRESS_REFUSED")]
