"""Messages over our own HTTP contract, as docs/guides/messengers.md has it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import orjson
import pytest
from standardwebhooks import Webhook

from domain.customer import Channel
from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Certainty, NotSent, Refused, Sent, Unclear, Unreachable
from services.messengers.gateways import HttpGateway, Pace
from services.messengers.http import HttpMessenger
from tests.gateways.http_server import Answer, Asked, Drop, Reply, http_server
from tests.services.messengers.outgoing import an_email, an_sms

SECRET = "whsec_" + "c2VjcmV0" * 4
REPORTS = "https://pay.example/gateways/sms/reports/abc"


@asynccontextmanager
async def gateway(
    answer: Callable[[Asked], Reply],
    channel: Channel = Channel.SMS,
    certainty: Certainty = Certainty.IDEMPOTENT,
    *,
    token: str | None = None,
    secret: str | None = None,
) -> AsyncIterator[HttpMessenger]:
    async with http_server(answer) as url:
        known = HttpGateway(f"{url}/messages", "Löwe", token, secret, certainty, Pace(8))
        messenger = HttpMessenger(known, channel, lambda _outgoing: REPORTS)
        try:
            yield messenger
        finally:
            await messenger.close()


async def test_a_text_message_is_posted_with_all_that_a_gateway_needs() -> None:
    """JSON, with our reference as the key by which it is taken once."""
    asked: list[Asked] = []
    outgoing = an_sms()

    def answer(request: Asked) -> Reply:
        asked.append(request)
        return Answer(202, b'{"id": "m-1"}')

    async with gateway(answer, token="t0ken") as messenger:
        sent = await messenger.send(outgoing)

    (request,) = asked
    assert (request.method, request.path) == ("POST", "/messages")
    assert request.headers["idempotency-key"] == outgoing.reference
    assert request.headers["authorization"] == "Bearer t0ken"
    assert orjson.loads(request.body) == {
        "reference": outgoing.reference,
        "channel": "SMS",
        "to": "+4915123456789",
        "from": "Löwe",
        "sender_name": "Bäckerei Löwe",
        "locale": "de-DE",
        "subject": None,
        "text": outgoing.text,
        "html": None,
        "opt_out_url": "https://pay.example/o/abc/s",
        "report_url": REPORTS,
    }
    assert (sent, messenger.name, messenger.certainty) == (Sent("m-1"), "http-sms", Certainty.IDEMPOTENT)


async def test_with_a_secret_each_request_is_signed() -> None:
    """By Standard Webhooks, so that the gateway checks it with the library of its language."""
    asked: list[Asked] = []

    def answer(request: Asked) -> Reply:
        asked.append(request)
        return Answer(200, b'{"id": "m-1"}')

    async with gateway(answer, Channel.EMAIL, Certainty.ASKABLE, secret=SECRET) as messenger:
        await messenger.send(an_email())
        await messenger.find("0192f0c4-7a3b-7cde-8f01-23456789abcd")

    for request in asked:
        Webhook(SECRET).verify(request.body, dict(request.headers), json_parse=False)
    assert asked[1].path == "/messages/0192f0c4-7a3b-7cde-8f01-23456789abcd"


@pytest.mark.parametrize(
    ("answer", "kind", "error"),
    [
        (Answer(422, b'{"error": "address_refused"}'), Refused, DeliveryError.ADDRESS_REFUSED),
        (Answer(422, b'{"error": "blocklisted"}'), Refused, DeliveryError.BLOCKLISTED),
        (Answer(422, b'{"error": "something else"}'), Refused, DeliveryError.MESSAGE_REFUSED),
        (Answer(400, b"[]"), Refused, DeliveryError.MESSAGE_REFUSED),
        (Answer(401), Busy, DeliveryError.SENDER_REFUSED),
        (Answer(402), Busy, DeliveryError.SENDER_REFUSED),
        (Answer(404), Busy, DeliveryError.SENDER_REFUSED),
        (Answer(409), Unclear, DeliveryError.UNCLEAR),
        (Answer(429, b"", {"Retry-After": "3"}), Busy, DeliveryError.PROVIDER_BUSY),
        (Answer(500), Unclear, DeliveryError.UNCLEAR),
        (Answer(503), Unclear, DeliveryError.UNCLEAR),
        (Answer(503, b'{"error": "unavailable"}'), Unreachable, DeliveryError.UNREACHABLE),
        (Drop(), Unclear, DeliveryError.UNCLEAR),
    ],
)
async def test_each_answer_says_what_became_of_the_message(
    answer: Reply, kind: type[NotSent], error: DeliveryError
) -> None:
    """Only what the gateway says itself counts as "not taken": a proxy's 503 may come after the fact."""
    async with gateway(lambda _request: answer) as messenger:
        with pytest.raises(kind) as raised:
            await messenger.send(an_sms())

    assert raised.value.error is error


async def test_a_gateway_is_asked_by_our_reference() -> None:
    """Found, surely not there, or nobody knows: a 404 counts only in the gateway's own words."""
    answers: list[Reply] = [
        Answer(200, b'{"id": "m-1"}'),
        Answer(404, b'{"error": "not_found"}'),
        Answer(404, b"<html>no such page"),
        Answer(500),
    ]

    async with gateway(lambda _request: answers.pop(0), certainty=Certainty.ASKABLE) as messenger:
        assert await messenger.find("r") == Sent("m-1")
        assert await messenger.find("r") is None
        with pytest.raises(Busy):
            await messenger.find("r")
        with pytest.raises(Unclear):
            await messenger.find("r")
