"""A gateway reports what became of a message: what it has signed moves it, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from app.webhooks.endpoint import MAX_BODY_BYTES
from domain.customer import Channel
from domain.delivery import DeliveryStatus
from domain.ids import DeliveryId, new_id
from services.messengers.twilio_words import TwilioWords
from services.witness import MessageNews
from tests.app.gateways.speaking import (
    PUBLIC,
    REPLIES,
    TWILIO,
    a_number,
    delivery,
    gateway,
    message_to,
    path,
    said,
    twilio,
)
from tests.factories import Shop
from tests.services.witnessing import Memory


async def test_a_report_moves_its_message(app: Starlette, http: httpx.AsyncClient, shop: Shop) -> None:
    """As far as it may go: again, and in whatever order, it stays where it is."""
    _, message = await message_to(shop, a_number())
    seen = []

    for status in ("sent", "delivered", "delivered", "sent", "undelivered"):
        assert await twilio(http, path(app, shop, message), MessageSid="SM1", MessageStatus=status) == 204
        seen.append((await delivery(shop, message))[0])

    assert seen == ["SENT", "DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED"]


@pytest.fixture
def memory(app: Starlette) -> Iterator[Memory]:
    """What the application tells of, for the length of a test."""
    counting, app.state.witness = app.state.witness, Memory()
    yield app.state.witness
    app.state.witness = counting


async def test_only_news_is_told_to_whoever_counts(
    app: Starlette, http: httpx.AsyncClient, shop: Shop, memory: Memory
) -> None:
    _, message = await message_to(shop, a_number())

    for status in ("sent", "undelivered", "undelivered", "delivered", "delivered", "sent"):
        await twilio(http, path(app, shop, message), MessageStatus=status)
    await twilio(http, path(app, shop, DeliveryId(new_id())), MessageStatus="delivered")

    assert memory.ended == [
        MessageNews(Channel.SMS, "twilio", status)
        for status in (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.DELIVERED)
    ]


async def test_a_failure_has_its_reason(app: Starlette, http: httpx.AsyncClient, shop: Shop) -> None:
    """And a message that arrives all the same has arrived."""
    _, message = await message_to(shop, a_number())
    report = path(app, shop, message)

    await twilio(http, report, MessageStatus="sent")
    await twilio(http, report, MessageStatus="undelivered", ErrorCode="30005")
    failed = await delivery(shop, message)
    await twilio(http, report, MessageStatus="delivered")

    assert (failed, await delivery(shop, message)) == (("FAILED", "ADDRESS_REFUSED"), ("DELIVERED", None))


async def test_whom_the_gateway_does_not_write_to_is_left_in_peace(
    app: Starlette, http: httpx.AsyncClient, shop: Shop
) -> None:
    """Its list is another way of saying no."""
    customer, message = await message_to(shop, a_number())

    await twilio(http, path(app, shop, message), MessageStatus="failed", ErrorCode="21610")

    assert await delivery(shop, message) == ("FAILED", "BLOCKLISTED")
    assert await said(shop, customer) == [
        ("MARKETING", "OPTED_OUT", "PROVIDER_BLOCKLIST", None),
        ("TRANSACTIONAL", "OPTED_OUT", "PROVIDER_BLOCKLIST", None),
    ]


async def test_a_gateway_of_our_contract_reports_with_the_time(
    app: Starlette, http: httpx.AsyncClient, shop: Shop
) -> None:
    """At which it happened; what has not happened yet by our clock has happened now."""
    _, message = await message_to(shop, a_number(), Channel.EMAIL)
    report = path(app, shop, message, Channel.EMAIL)
    sql = "select at from delivery where merchant_id = $1 and id = $2"
    seen = []

    for kind, timestamp in [("sent", "2026-11-01T10:00:00Z"), ("delivered", "2999-01-01T00:00:00Z")]:
        data = {"reference": str(message)}
        event = {"type": f"message.{kind}", "timestamp": timestamp, "data": data}
        assert await gateway(http, report, event) == 204
        seen.append(await shop.value(sql, message))

    assert seen[0] == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert datetime.now(UTC) - seen[1] < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("age", "about_itself", "answer"),
    [(timedelta(minutes=6), True, 403), (timedelta(minutes=-6), True, 403), (timedelta(0), False, 422)],
)
async def test_a_report_that_was_recorded_moves_nothing(
    app: Starlette, http: httpx.AsyncClient, shop: Shop, age: timedelta, about_itself: bool, answer: int
) -> None:
    """Too late, too early, or played at another message's address."""
    _, message = await message_to(shop, a_number(), Channel.EMAIL)
    about = str(message) if about_itself else str(new_id())
    event = {"type": "message.delivered", "data": {"reference": about}}

    answered = await gateway(http, path(app, shop, message, Channel.EMAIL), event, datetime.now(UTC) - age)

    assert (answered, await delivery(shop, message)) == (answer, ("QUEUED", None))


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        ([], 400),
        ({}, 422),
        ({"type": "message.delivered"}, 422),
        ({"type": "message.delivered", "data": {"reference": 7}}, 422),
        ({"type": "message.failed", "data": {"reference": "{id}", "error": "because"}}, 422),
        ({"type": "message.delivered", "timestamp": "yesterday", "data": {"reference": "{id}"}}, 422),
        ({"type": "message.read", "data": {"reference": "{id}"}}, 204),
    ],
)
async def test_a_report_that_says_nothing_moves_nothing(
    app: Starlette, http: httpx.AsyncClient, shop: Shop, event: Any, answer: int
) -> None:
    """What is not as the contract has it is refused; what it does not know is left alone."""
    _, message = await message_to(shop, a_number(), Channel.EMAIL)
    event = orjson.loads(orjson.dumps(event).replace(b"{id}", str(message).encode()))

    answered = await gateway(http, path(app, shop, message, Channel.EMAIL), event)

    assert (answered, await delivery(shop, message)) == (answer, ("QUEUED", None))


async def test_what_twilio_has_not_signed_moves_nothing(
    app: Starlette, http: httpx.AsyncClient, shop: Shop, other_shop: Shop
) -> None:
    """No signature, another account's, or one for another message's address."""
    _, message = await message_to(shop, a_number())
    _, another = await message_to(other_shop, a_number())
    report = path(app, shop, message)
    form = {"MessageStatus": "delivered"}
    elsewhere = {"X-Twilio-Signature": TWILIO.signature(f"{PUBLIC}{path(app, other_shop, another)}", form)}

    answers = [
        (await http.post(report, data=form)).status_code,
        await twilio(http, report, TwilioWords("another"), **form),
        (await http.post(report, data=form, headers=elsewhere)).status_code,
    ]

    assert (answers, await delivery(shop, message)) == ([403, 403, 403], ("QUEUED", None))


async def test_an_address_that_we_never_made_leads_nowhere(
    app: Starlette, http: httpx.AsyncClient, shop: Shop, other_shop: Shop
) -> None:
    """Altered, made up, of another merchant, of another channel's gateway, or of a message that is gone."""
    _, message = await message_to(shop, a_number())
    token = path(app, shop, message).rpartition("/")[2]
    foreign = path(app, other_shop, message)  # properly made, but this merchant has no such message
    altered = f"/gateways/sms/reports/{'B' if token[0] == 'A' else 'A'}{token[1:]}"
    paths = [altered, "/gateways/sms/reports/x", f"/gateways/fax/reports/{token}", foreign]

    answers = [await twilio(http, path, MessageStatus="delivered") for path in paths]

    assert (answers, await delivery(shop, message)) == ([404, 404, 404, 404], ("QUEUED", None))


async def test_what_no_gateway_sends_is_refused_in_time(
    app: Starlette, http: httpx.AsyncClient, shop: Shop
) -> None:
    """A page that is asked for, a body without end, bytes that are no form: none is answered with a 5xx."""
    _, message = await message_to(shop, a_number())
    report = path(app, shop, message)

    answers = [
        (await http.get(report)).status_code,
        (await http.post(report, content=b"a" * (MAX_BODY_BYTES + 1))).status_code,
        (await http.post(report, content=b"\xff\xfe")).status_code,
        (await http.post(REPLIES, content=b"")).status_code,
        await twilio(http, report, Body="no status"),
        await twilio(http, REPLIES, Body="STOP"),
    ]

    assert answers == [405, 413, 400, 403, 422, 422]
