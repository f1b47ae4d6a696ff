"""Whoever builds a bridge by the guide on messengers gets what it shows, and is understood."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from app.settings import CHECKOUT
from tests.app.serving import Serving, new_place, serving
from tests.docs.guide import Player, blocks
from tests.gateways.http_server import Answer, Asked, http_server

GUIDE = (CHECKOUT / "docs" / "guides" / "messengers.md").read_text("utf-8")
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
MESSAGE, TAKEN, REPORT, REPLY = (json.loads(text) for language, text in blocks(GUIDE) if language == "json")
PATIENCE_S = 20.0

CREATE = 'mutation { customerCreate(input: {phone: "+49 151 23456789"}) { customer { id } } }'
ASK = """mutation ($id: ID!) {
  paymentRequestCreate(
    customerId: $id, amount: {amount: "12.50", currency: "EUR"}, channels: [SMS], idempotencyKey: "guide"
  ) { userErrors { message } }
}"""
LOOK = """query ($id: ID!) {
  customer(id: $id) {
    contactPreferences { channel purpose state source }
    paymentRequests { nodes { deliveries { status } } }
  }
}"""


@pytest.fixture
async def bridge() -> AsyncIterator[tuple[str, list[Asked]]]:
    """A bridge at work, and what it was asked."""
    asked: list[Asked] = []

    def answer(request: Asked) -> Answer:
        asked.append(request)
        return Answer(202, json.dumps(TAKEN).encode())

    async with http_server(answer) as url:
        yield f"{url}/messages", asked


async def test_the_bridge_of_the_guide_works(bridge: tuple[str, list[Asked]]) -> None:
    """A message arrives as shown; the report and the reply that are shown take effect."""
    url, asked = bridge
    sms_url = f"{url}?from=Laden&token=bearer-token&secret={SECRET}"
    with new_place() as place, serving(place / "home", SMS_URL=sms_url) as server:
        async with httpx.AsyncClient(timeout=30) as http:
            customer = await _ask(http, server, CREATE)
            ada = customer["customerCreate"]["customer"]["id"]
            await _ask(http, server, ASK, id=ada)
            await _until(http, server, ada, "SENT")
            (message,) = asked
            told = json.loads(message.body)
            await _tell(http, told["report_url"], REPORT | {"data": {"reference": told["reference"]}})
            await _until(http, server, ada, "DELIVERED")
            await _tell(http, f"http://127.0.0.1:{server.port}/gateways/sms/replies", REPLY)
            looked = await _ask(http, server, LOOK, id=ada)

    assert (message.method, message.path) == ("POST", "/messages")
    assert message.headers["idempotency-key"] == told["reference"]
    assert message.headers["authorization"] == "Bearer bearer-token"
    Webhook(SECRET).verify(message.body, dict(message.headers), json_parse=False)
    assert Player(server.url, server.key).shown(told, MESSAGE) == MESSAGE
    assert {"channel": "SMS", "purpose": "TRANSACTIONAL", "state": "OPTED_OUT", "source": "STOP_REPLY"} in (
        looked["customer"]["contactPreferences"]
    )


async def _ask(http: httpx.AsyncClient, server: Serving, document: str, **variables: str) -> Any:
    """Return the data of an answer in which nothing is wrong."""
    headers = {"Authorization": f"Bearer {server.key}", "Accept-Language": "en"}
    body = {"query": document, "variables": variables}
    answer = (await http.post(server.url, json=body, headers=headers)).json()
    assert "errors" not in answer
    assert '"message"' not in json.dumps(answer)
    return answer["data"]


async def _until(http: httpx.AsyncClient, server: Serving, id: str, status: str) -> None:
    """Wait until the message to the customer is that far."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        looked = await _ask(http, server, LOOK, id=id)
        (request,) = looked["customer"]["paymentRequests"]["nodes"]
        if request["deliveries"] == [{"status": status}]:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the message is not {status}: {request}")


async def _tell(http: httpx.AsyncClient, url: str, event: Any) -> None:
    """Post an event as the guide says; it is taken."""
    body, now = json.dumps(event), datetime.now(UTC)
    headers = {
        "webhook-id": "evt-1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("evt-1", now, body),
    }
    answer = await http.post(url, content=body, headers=headers)
    assert answer.status_code == httpx.codes.NO_CONTENT
