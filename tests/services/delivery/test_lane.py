"""What becomes of messages that are handed to a gateway, whatever it does."""

import asyncio
import time
from collections.abc import Sequence

import pytest

from domain.customer import Channel
from services.delivery.breaker import FAILURES
from services.delivery.messenger import Certainty
from services.messengers.log import LogMessenger
from tests.app.serving import free_port
from tests.gateways.gateway import Gateway
from tests.services.delivery.post_office import PostOffice, messenger_to

BOTH = (Certainty.IDEMPOTENT, Certainty.ASKABLE)


async def only(office: PostOffice) -> dict[str, object]:
    (row,) = await office.outbox.deliveries()
    return {name: row[name] for name in ("status", "attempt", "last_error", "provider_message_id")}


async def events(office: PostOffice) -> Sequence[tuple[str, object]]:
    rows = await office.outbox.shop.fetch(
        "select type, data ->> 'channel' as channel from timeline_event"
        " where merchant_id = $1 and type like 'REQUEST%'"
    )
    return [(row["type"], row["channel"]) for row in rows]


async def test_a_message_goes_out(office: PostOffice, gateway: Gateway) -> None:
    """Its request, the time and the customer's timeline tell."""
    await office.outbox.ask()

    await office.send_until(messenger_to(gateway), SENT=1)

    (reference,) = gateway.ledger()["taken"]
    assert await only(office) == {
        "status": "SENT",
        "attempt": 1,
        "last_error": None,
        "provider_message_id": f"gw-{reference}",
    }
    assert await office.outbox.request_statuses() == {"SENT": 1}
    sent_at = await office.outbox.shop.value("select sent_at from payment_request where merchant_id = $1")
    (row,) = await office.outbox.deliveries()
    assert sent_at >= row["created_at"]
    assert await events(office) == [("REQUEST_SENT", "SMS")]


async def test_what_a_gateway_refuses_is_not_tried_again(office: PostOffice, gateway: Gateway) -> None:
    gateway.behave(refuse=1.0)
    await office.outbox.ask()

    await office.send_until(messenger_to(gateway), FAILED=1)
    await office.time_passes()
    await office.send_until(messenger_to(gateway), FAILED=1)

    assert len(gateway.ledger()["refused"]) == 1
    assert await only(office) == {
        "status": "FAILED",
        "attempt": 1,
        "last_error": "ADDRESS_REFUSED",
        "provider_message_id": None,
    }
    assert await office.outbox.request_statuses() == {"UNDELIVERED": 1}
    assert await events(office) == []


async def test_a_busy_gateway_gets_the_message_later(office: PostOffice, gateway: Gateway) -> None:
    """Until then it is queued, and says why."""
    gateway.behave(busy=1.0)
    await office.outbox.ask()

    async with office.sending(messenger_to(gateway)):
        await office.until(lambda: _has_error(office, "PROVIDER_BUSY"))
    later = await only(office)
    gateway.behave()
    await office.time_passes()
    await office.send_until(messenger_to(gateway), SENT=1)

    assert (later["status"], later["attempt"]) == ("QUEUED", 1)
    assert ((await only(office))["attempt"], (await only(office))["last_error"]) == (2, None)
    assert gateway.count() == 1


async def test_what_retry_after_says_is_kept_by_the_whole_lane(office: PostOffice, gateway: Gateway) -> None:
    """One 429 speaks for all messages: the others are not tried meanwhile."""
    gateway.behave(busy=1.0, retry_after="1")
    await office.outbox.ask(200)

    async with office.sending(messenger_to(gateway, options="&at_once=4")):
        begun = time.monotonic()
        await office.until(lambda: _has_error(office, "PROVIDER_BUSY"))
        gateway.behave()
        await office.until(lambda: _all(office, 200, "SENT"))
        took_s = time.monotonic() - begun

    assert gateway.ledger()["busy"] <= 8  # as many as were under way, and those that were claimed just then
    assert took_s >= 1.0
    attempts = {row["attempt"] for row in await office.outbox.deliveries()}
    assert attempts == {1, 2}


@pytest.mark.parametrize("fault", ["fail_after", "drop_after"])
@pytest.mark.parametrize("certainty", BOTH)
async def test_what_was_taken_without_an_answer_is_found_out(
    office: PostOffice, gateway: Gateway, certainty: Certainty, fault: str
) -> None:
    gateway.behave(**{fault: 1.0})
    await office.outbox.ask()

    async with office.sending(messenger_to(gateway, certainty)):
        await office.until(lambda: _has_error(office, "UNCLEAR"))
    unclear = await only(office)
    gateway.behave()
    await office.time_passes()
    await office.send_until(messenger_to(gateway, certainty), SENT=1)

    assert unclear["status"] == "SENDING"
    ledger = gateway.ledger()
    assert list(ledger["taken"].values()) == [1]
    assert (await only(office))["provider_message_id"] == f"gw-{next(iter(ledger['taken']))}"
    assert ledger["asked"] == (1 if certainty is Certainty.ASKABLE else 0)


@pytest.mark.parametrize("certainty", BOTH)
async def test_what_was_not_taken_is_sent_once_that_is_known(
    office: PostOffice, gateway: Gateway, certainty: Certainty
) -> None:
    gateway.behave(drop_before=1.0)
    await office.outbox.ask()

    async with office.sending(messenger_to(gateway, certainty)):
        await office.until(lambda: _has_error(office, "UNCLEAR"))
    gateway.behave()
    await office.time_passes()
    await office.send_until(messenger_to(gateway, certainty), SENT=1)

    assert list(gateway.ledger()["taken"].values()) == [1]


@pytest.mark.parametrize(("fault", "taken"), [("fail_after", 1), ("drop_after", 1), ("drop_before", 0)])
async def test_what_nobody_can_tell_is_shown_and_not_repeated(
    office: PostOffice, gateway: Gateway, fault: str, taken: int
) -> None:
    gateway.behave(**{fault: 1.0})
    await office.outbox.ask()

    await office.send_until(messenger_to(gateway, Certainty.NEITHER), UNKNOWN=1)
    gateway.behave()
    await office.time_passes()
    await office.send_until(messenger_to(gateway, Certainty.NEITHER), UNKNOWN=1)

    assert gateway.count() == taken
    assert (await only(office))["last_error"] == "UNCLEAR"
    assert await office.outbox.request_statuses() == {"UNDELIVERED": 1}


@pytest.mark.parametrize(
    ("certainty", "status"),
    [(Certainty.IDEMPOTENT, "SENT"), (Certainty.ASKABLE, "SENT"), (Certainty.NEITHER, "UNKNOWN")],
)
async def test_what_a_dead_worker_held_is_found_out(
    office: PostOffice, gateway: Gateway, certainty: Certainty, status: str
) -> None:
    """It died before it handed the message over, but nobody knows that."""
    messenger = messenger_to(gateway, certainty)
    await office.outbox.ask()
    await office.claim(1, messenger)
    await office.time_passes()

    await office.send_until(messenger, **{status: 1})

    assert gateway.count() == (1 if status == "SENT" else 0)


async def test_a_gateway_that_is_not_asked_any_more_leaves_its_messages_unknown(
    office: PostOffice, gateway: Gateway
) -> None:
    """The new one can't vouch for what the old one did."""
    await office.outbox.ask()
    await office.claim(1, LogMessenger(Channel.SMS))
    await office.time_passes()

    await office.send_until(messenger_to(gateway), UNKNOWN=1)

    assert gateway.count() == 0


@pytest.mark.parametrize("why", ["at = now() - interval '23 hours'", "canceled"])
async def test_nothing_is_repeated_that_is_too_old_or_not_wanted_any_more(
    office: PostOffice, gateway: Gateway, why: str
) -> None:
    """An idempotent gateway knows our reference for a day; a canceled request is not sent to find out."""
    messenger = messenger_to(gateway)
    await office.outbox.ask()
    await office.claim(1, messenger)
    if why == "canceled":
        await office.run_sql("update payment_request set status = 'CANCELED'")
    else:
        await office.run_sql(f"update delivery set {why}")
    await office.time_passes()

    await office.send_until(messenger, UNKNOWN=1)

    assert gateway.count() == 0


async def test_a_message_that_nobody_takes_for_a_day_has_failed(office: PostOffice, gateway: Gateway) -> None:
    gateway.behave(busy=1.0)
    await office.outbox.ask()
    await office.run_sql("update delivery set tried_since = now() - interval '24 hours'")

    await office.send_until(messenger_to(gateway), FAILED=1)

    assert (await only(office))["last_error"] == "PROVIDER_BUSY"


async def test_a_gateway_that_is_away_costs_few_attempts_and_no_message(office: PostOffice) -> None:
    """After some failures nothing is attempted; when it is back, everything goes out."""
    away = Gateway(f"http://127.0.0.1:{free_port()}")
    await office.outbox.ask(100)

    async with office.sending(messenger_to(away, options="&at_once=5")):
        await office.until(lambda: _has_error(office, "UNREACHABLE"))
        await asyncio.sleep(1.0)

    rows = await office.outbox.deliveries()
    assert {row["status"] for row in rows} == {"QUEUED"}
    assert FAILURES <= sum(row["attempt"] for row in rows) <= FAILURES + 5


async def test_an_open_breaker_lets_one_message_try_and_then_all(
    office: PostOffice, gateway: Gateway
) -> None:
    await office.outbox.ask(30)
    gateway.behave(drop_before=1.0)

    async with office.sending(messenger_to(gateway, options="&at_once=5")):
        await office.until(lambda: _has_error(office, "UNCLEAR"))
        await asyncio.sleep(0.5)
        gateway.behave()
        await office.until(lambda: _all(office, 30, "SENT"))

    assert gateway.count() == 30


async def test_all_workers_together_keep_the_rate(office: PostOffice, gateway: Gateway) -> None:
    await office.outbox.ask(60)

    async with (
        office.sending(messenger_to(gateway, options="&per_second=40")),
        office.sending(messenger_to(gateway, options="&per_second=40")),
    ):
        await office.until(lambda: _all(office, 60, "SENT"))

    at = gateway.ledger()["at"]
    # The first few go at once: what may be sent in a tenth of a second, and one.
    assert max(at) - min(at) >= (60 - 5) / 40


async def test_whoever_stops_settles_what_is_under_way(office: PostOffice, gateway: Gateway) -> None:
    gateway.behave(slow_s=0.5)
    await office.outbox.ask(200)

    async with office.sending(messenger_to(gateway, options="&at_once=20")):
        await office.until(lambda: _any(office, "SENT"))

    statuses = await office.outbox.statuses()
    assert statuses.keys() == {"SENT", "QUEUED"}
    assert statuses["SENT"] == gateway.count()


async def test_a_request_goes_out_on_each_of_its_channels(office: PostOffice, gateway: Gateway) -> None:
    """It is sent when the first of them is."""
    await office.outbox.ask(1, [Channel.SMS, Channel.EMAIL])

    await office.send_until(messenger_to(gateway), SENT=1, QUEUED=1)
    after_one = await office.outbox.request_statuses()
    await office.send_until(LogMessenger(Channel.EMAIL), SENT=2)

    assert after_one == {"SENT": 1}
    assert sorted(await events(office)) == [("REQUEST_SENT", "EMAIL"), ("REQUEST_SENT", "SMS")]


async def _has_error(office: PostOffice, error: str) -> bool:
    return any(row["last_error"] == error for row in await office.outbox.deliveries())


async def _all(office: PostOffice, count: int, status: str) -> bool:
    return await office.outbox.statuses() == {status: count}


async def _any(office: PostOffice, status: str) -> bool:
    return (await office.outbox.statuses())[status] > 0
