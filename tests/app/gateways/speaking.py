"""Gateways as they speak to us, and the messages that they speak about."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
from standardwebhooks import Webhook
from starlette.applications import Starlette

from domain.customer import Channel
from domain.ids import CustomerId, DeliveryId, new_id
from services.messengers.twilio_words import TwilioWords
from tests.factories import Shop

SECRET = "whsec_" + "c2VjcmV0" * 4
TWILIO = TwilioWords("t0ken")
PUBLIC = "https://pay.example"
REPLIES = "/gateways/sms/replies"

_numbers = iter(range(10_000_000, 99_999_999))


def a_number() -> str:
    """Return a number to which nobody has written yet."""
    return f"+49151{next(_numbers)}"


async def message_to(
    shop: Shop, number: str, channel: Channel = Channel.SMS
) -> tuple[CustomerId, DeliveryId]:
    """Ask somebody for money, and say which message it is."""
    customer = await shop.customer(phone=number, email=f"{new_id()}@example.com")
    request = await shop.request(customer, channels=(channel,))
    sql = "select id from delivery where merchant_id = $1 and request_id = $2"
    return customer, DeliveryId(await shop.value(sql, request))


async def delivery(shop: Shop, id: DeliveryId) -> tuple[str, str | None]:
    sql = "select status, last_error from delivery where merchant_id = $1 and id = $2"
    ((status, error),) = await shop.fetch(sql, id)
    return status, error


async def said(shop: Shop, customer: CustomerId) -> list[tuple[str, str, str, str | None]]:
    """What a customer said of text messages."""
    rows = await shop.fetch(
        "select purpose, state, source, proof from contact_preference"
        " where merchant_id = $1 and customer_id = $2 and channel = 'SMS' order by purpose",
        customer,
    )
    return [tuple(row) for row in rows]


def path(app: Starlette, shop: Shop, id: DeliveryId, channel: Channel = Channel.SMS) -> str:
    """Return where a gateway was told to report."""
    reports = app.state.reports
    url: str = reports.at(channel, reports.token(shop.caller.merchant_id, id))
    return url.removeprefix(PUBLIC)


async def twilio(http: httpx.AsyncClient, path: str, words: TwilioWords = TWILIO, **form: str) -> int:
    """Post as Twilio does; return the status of the answer."""
    body = urlencode(form).encode()
    headers = {
        "X-Twilio-Signature": words.signature(f"{PUBLIC}{path}", form),
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    return (await http.post(path, content=body, headers=headers)).status_code


async def gateway(http: httpx.AsyncClient, path: str, event: Any, at: datetime | None = None) -> int:
    """Post as a gateway of our contract does; return the status of the answer."""
    body = orjson.dumps(event)
    at = at or datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("msg_1", at, body.decode()),
    }
    return (await http.post(path, content=body, headers=headers)).status_code


async def went_out(shop: Shop, id: DeliveryId) -> None:
    """Have a message sent."""
    await shop.fetch("update delivery set status = 'SENT' where merchant_id = $1 and id = $2", id)
