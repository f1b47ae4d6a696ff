"""Text messages over Twilio's API: what is posted there, and what its answers mean for the message."""

from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import orjson
import pytest

from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Certainty, NotSent, Refused, Sent, Unclear, Unreachable
from services.messengers.gateways import Pace, TwilioAccount
from services.messengers.twilio import TwilioMessenger
from tests.gateways.http_server import Answer, Asked, Drop, Reply, http_server
from tests.services.messengers.outgoing import an_sms

TAKEN = Answer(201, b'{"sid": "SM0123456789abcdef", "status": "queued", "error_code": null}')
REPORTS = "https://pay.example/gateways/sms/reports/abc"


@asynccontextmanager
async def twilio(
    answer: Callable[[Asked], Reply], *, sender: str = "+4930111222", report_url: str = REPORTS
) -> AsyncIterator[TwilioMessenger]:
    async with http_server(answer) as url:
        account = TwilioAccount(url, "AC42", "t0ken", sender, Pace(8))
        messenger = TwilioMessenger(account, lambda _outgoing: report_url)
        try:
            yield messenger
        finally:
            await messenger.close()


async def test_a_message_is_posted_as_twilio_documents_it() -> None:
    """Number, sender, text, and where to report to; the account and its token as basic credentials."""
    asked: list[Asked] = []
    outgoing = an_sms()

    async with twilio(lambda request: asked.append(request) or TAKEN) as messenger:  # type: ignore[func-returns-value]
        sent = await messenger.send(outgoing)

    (request,) = asked
    assert (request.method, request.path) == ("POST", "/2010-04-01/Accounts/AC42/Messages.json")
    assert b64decode(request.headers["authorization"].removeprefix("Basic ")) == b"AC42:t0ken"
    assert dict(parse_qsl(request.body.decode())) == {
        "To": "+4915123456789",
        "From": "+4930111222",
        "Body": outgoing.text,
        "StatusCallback": REPORTS,
    }
    assert sent == Sent("SM0123456789abcdef")


async def test_a_service_is_named_as_one_and_reports_come_over_https_only() -> None:
    """Twilio refuses an address for reports that it can't reach, and the message with it."""
    asked: list[Asked] = []

    def answer(request: Asked) -> Reply:
        asked.append(request)
        return TAKEN

    async with twilio(answer, sender="MG7", report_url="http://127.0.0.1:8000/gateways/…") as messenger:
        await messenger.send(an_sms())

    assert {name for name, _ in parse_qsl(asked[0].body.decode())} == {"To", "MessagingServiceSid", "Body"}


def _error(status: int, code: int) -> Answer:
    return Answer(status, orjson.dumps({"code": code, "message": "…", "status": status}))


@pytest.mark.parametrize(
    ("answer", "kind", "error"),
    [
        (_error(400, 21211), Refused, DeliveryError.ADDRESS_REFUSED),
        (_error(400, 21614), Refused, DeliveryError.ADDRESS_REFUSED),
        (_error(400, 21610), Refused, DeliveryError.BLOCKLISTED),
        (_error(400, 21617), Refused, DeliveryError.MESSAGE_REFUSED),
        (_error(400, 21999), Refused, DeliveryError.MESSAGE_REFUSED),
        (Answer(400, b"<html>"), Refused, DeliveryError.MESSAGE_REFUSED),
        (_error(400, 21408), Busy, DeliveryError.SENDER_REFUSED),
        (_error(400, 21609), Busy, DeliveryError.SENDER_REFUSED),
        (_error(401, 20003), Busy, DeliveryError.SENDER_REFUSED),
        (_error(404, 20404), Busy, DeliveryError.SENDER_REFUSED),
        (Answer(301, b"", {"Location": "https://elsewhere.example"}), Busy, DeliveryError.SENDER_REFUSED),
        (_error(429, 20429), Busy, DeliveryError.PROVIDER_BUSY),
        (_error(500, 20500), Unclear, DeliveryError.UNCLEAR),
        (_error(503, 20503), Unclear, DeliveryError.UNCLEAR),
        (Drop(), Unclear, DeliveryError.UNCLEAR),
    ],
)
async def test_each_answer_says_what_became_of_the_message(
    answer: Reply, kind: type[NotSent], error: DeliveryError
) -> None:
    """What is wrong with the message ends it; what is wrong with us or with Twilio delays it."""
    async with twilio(lambda _request: answer) as messenger:
        with pytest.raises(kind) as raised:
            await messenger.send(an_sms())

    assert raised.value.error is error
    assert messenger.certainty is Certainty.NEITHER


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [("7", 7.0), ("900000", 86_400.0), ("soon", None), ("Sat, 01 Jan 2000 00:00:00 GMT", 0.0)],
)
async def test_twilio_says_how_long_to_wait(header: str, wait_s: float | None) -> None:
    """In seconds or as a date; never for more than a day."""
    async with twilio(lambda _request: Answer(429, b"", {"Retry-After": header})) as messenger:
        with pytest.raises(Busy) as busy:
            await messenger.send(an_sms())

    assert busy.value.retry_after_s == wait_s


async def test_an_answer_that_can_not_be_read_is_still_a_yes() -> None:
    """It has said 201."""
    async with twilio(lambda _request: Answer(201, b"<html>")) as messenger:
        assert await messenger.send(an_sms()) == Sent(None)


async def test_nobody_there_is_unreachable() -> None:
    """Nothing has left the house."""
    async with twilio(lambda _request: TAKEN) as messenger:
        pass
    late = TwilioMessenger(messenger._account, lambda _outgoing: REPORTS)

    with pytest.raises(Unreachable):
        await late.send(an_sms())

    await late.close()


async def test_the_token_is_shown_nowhere() -> None:
    """An account can be written to a log."""
    assert "t0ken" not in repr(TwilioAccount("https://api.twilio.com", "AC42", "t0ken", "+49", Pace(8)))
