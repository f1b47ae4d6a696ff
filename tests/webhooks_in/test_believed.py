"""Only what its sender signed, for this address and of late, is believed; nothing else changes anything."""

import json
import socket
import time
from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette

from domain.ids import EndpointId, Kind, decode, new_id
from domain.webhook_endpoint import EndpointKind
from services.webhooks_in.endpoints import create_endpoint, delete_endpoint
from services.webhooks_in.sandbox import sandbox_endpoint
from tests.api.furnished import everything
from tests.factories import Shop
from tests.live import LiveServer
from tests.webhooks_in.conftest import STRIPE_SECRET, Payable, asked, path_of, payments
from tests.webhooks_in.senders import StandardSender, StripeSender, told

EUROS = {"amount": "12.50", "currency": "EUR"}
NOBODYS = "0192f0c4-7a3b-7cde-8f01-23456789abcd"
REFUSED = (403, ["WEBHOOK_UNVERIFIED"])
Forgery = Callable[[StandardSender, bytes], dict[str, str]]


def body_for(request: Payable) -> bytes:
    data = {"provider_reference": "tr_1", "request_id": request.name, "amount": EUROS}
    return json.dumps({"type": "payment.succeeded", "data": data}).encode()


def _signed_by(secret: str) -> Forgery:
    return lambda sender, body: StandardSender(sender.http, sender.url, secret).headers(body, "msg_1")


def _with(**changed: str | None) -> Forgery:
    def forge(sender: StandardSender, body: bytes) -> dict[str, str]:
        headers = sender.headers(body, "msg_1") | {
            name.replace("_", "-"): value for name, value in changed.items() if value is not None
        }
        return {
            name: value
            for name, value in headers.items()
            if changed.get(name.replace("-", "_"), "") is not None
        }

    return forge


FORGERIES: dict[str, Forgery] = {
    "nothing": lambda _sender, _body: {},
    "another's secret": _signed_by("whsec_" + "QUFB" * 8),
    "no id": _with(webhook_id=None),
    "another id": _with(webhook_id="msg_2"),
    "no time": _with(webhook_timestamp=None),
    "another time": _with(webhook_timestamp=str(int(time.time()) - 7)),
    "no number for a time": _with(webhook_timestamp="now"),
    "not a number for a time": _with(webhook_timestamp="nan"),
    "a time beyond all times": _with(webhook_timestamp="9" * 400),
    "no signature": _with(webhook_signature=None),
    "an empty signature": _with(webhook_signature=" "),
    "half a signature": _with(webhook_signature="v1"),
    "no base64": _with(webhook_signature="v1,%%%"),
    "another version": _with(webhook_signature="v1a,AAAA"),
    "zeros": _with(webhook_signature="v1," + "A" * 43 + "="),
    "another body": lambda sender, body: sender.headers(body.replace(b"12.50", b"0.01"), "msg_1"),
    "six minutes ago": lambda sender, body: sender.headers(body, "msg_1", age_s=360),
    "in six minutes": lambda sender, body: sender.headers(body, "msg_1", age_s=-360),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_what_is_not_signed_as_it_should_be_changes_nothing(
    shop: Shop, standard: StandardSender, request_for: Payable, forgery: str
) -> None:
    body = body_for(request_for)
    before = await everything(shop)

    answer = await standard.send(body, FORGERIES[forgery](standard, body))

    assert told(answer) == REFUSED
    assert await everything(shop) == before


async def test_four_minutes_are_not_too_late(standard: StandardSender, request_for: Payable) -> None:
    body = body_for(request_for)

    answer = await standard.send(body, standard.headers(body, "msg_1", age_s=240))

    assert told(answer) == (204, [])


async def test_one_of_several_signatures_is_enough(standard: StandardSender, request_for: Payable) -> None:
    """While a secret is changed, senders sign with the old one and the new."""
    body = body_for(request_for)
    headers = standard.headers(body, "msg_1")
    signature = f"v1,{'A' * 43}= {headers['webhook-signature']} v2,xyz"

    answer = await standard.send(body, headers | {"webhook-signature": signature})

    assert told(answer) == (204, [])


async def test_what_was_signed_for_another_merchant_is_not_believed_here(
    receiving: Starlette, sending: httpx.AsyncClient, shop: Shop, other_shop: Shop, standard: StandardSender
) -> None:
    """Sent on as it was, and sent to an address that is made of both."""
    theirs = await asked(other_shop)
    endpoint = await other_shop.do(create_endpoint, EndpointKind.STANDARD, "mollie")
    body = body_for(theirs)
    headers = standard.headers(body, "msg_1")
    own = decode(standard.url.rpartition("/")[2], Kind.WEBHOOK_ENDPOINT)
    assert own is not None
    before = await everything(other_shop)

    sent_on = await sending.post(
        path_of(other_shop.caller.merchant_id, endpoint), content=body, headers=headers
    )
    mixed = path_of(other_shop.caller.merchant_id, EndpointId(own))
    made_up = await sending.post(mixed, content=body, headers=headers)

    assert told(sent_on) == REFUSED
    assert told(made_up) == (404, ["WEBHOOK_ENDPOINT_NOT_FOUND"])
    assert await everything(other_shop) == before
    assert await payments(shop) == []


async def test_a_closed_endpoint_is_none(shop: Shop, standard: StandardSender, request_for: Payable) -> None:
    await shop.do(delete_endpoint, decode(standard.url.rpartition("/")[2], Kind.WEBHOOK_ENDPOINT))

    answer = await standard.tell("payment.succeeded", {})

    assert told(answer) == (404, ["WEBHOOK_ENDPOINT_NOT_FOUND"])


@pytest.mark.parametrize(
    "path",
    ["/webhooks/mer_1/whe_1", f"/webhooks/mer_{NOBODYS}/whe_{NOBODYS}", "/webhooks/%00/%ff"],
)
async def test_an_address_that_nobody_was_given_is_none(sending: httpx.AsyncClient, path: str) -> None:
    assert told(await sending.post(path, content=b"{}")) == (404, ["WEBHOOK_ENDPOINT_NOT_FOUND"])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_events_are_posted(standard: StandardSender, method: str) -> None:
    answer = await standard.http.request(method, standard.url)

    assert told(answer) == (405, ["METHOD_NOT_ALLOWED"])
    assert answer.headers["allow"] == "POST"


STRIPE_FORGERIES: dict[str, Callable[[StripeSender, bytes], dict[str, str]]] = {
    "nothing": lambda _sender, _body: {},
    "another's secret": lambda sender, body: StripeSender(sender.http, "", "whsec_x").headers(body),
    "half of it": lambda _sender, _body: {"Stripe-Signature": "t=1"},
    "no number": lambda _sender, _body: {"Stripe-Signature": "t=x,v1=y"},
    "rubbish": lambda _sender, _body: {"Stripe-Signature": "=,=="},
    "another scheme": lambda sender, body: {
        "Stripe-Signature": sender.headers(body)["Stripe-Signature"].replace("v1", "v0")
    },
    "another body": lambda sender, body: sender.headers(body + b" "),
    "six minutes ago": lambda sender, body: sender.headers(body, age_s=360),
}


@pytest.mark.parametrize("forgery", STRIPE_FORGERIES)
async def test_stripe_is_believed_no_more_easily(shop: Shop, stripe: StripeSender, forgery: str) -> None:
    body = b'{"id": "evt_1", "type": "checkout.session.completed"}'
    before = await everything(shop)

    answer = await stripe.send(body, STRIPE_FORGERIES[forgery](stripe, body))

    assert told(answer) == REFUSED
    assert await everything(shop) == before


async def test_who_signs_as_another_kind_of_sender_is_not_believed(
    standard: StandardSender, stripe: StripeSender
) -> None:
    body = b"{}"
    as_stripe = StripeSender(standard.http, standard.url, standard.secret)
    as_standard = StandardSender(stripe.http, stripe.url, "whsec_" + "QUFB" * 8)

    assert told(await as_stripe.send(body, as_stripe.headers(body))) == REFUSED
    assert told(await as_standard.send(body, as_standard.headers(body, "msg_1"))) == REFUSED
    assert stripe.secret == STRIPE_SECRET


async def test_the_sandbox_has_one_endpoint_a_merchant(
    receiving: Starlette, sending: httpx.AsyncClient, shop: Shop, request_for: Payable
) -> None:
    state = receiving.state
    merchant_id = shop.caller.merchant_id
    first = await sandbox_endpoint(shop.pool, merchant_id, state.addresses, state.secrets)
    second = await sandbox_endpoint(shop.pool, merchant_id, state.addresses, state.secrets)
    path = first.url.removeprefix(state.addresses.public_url)

    answer = await StandardSender(sending, path, first.secret).tell(
        "payment.succeeded",
        {"provider_reference": "tr_1", "request_id": request_for.name, "amount": EUROS},
    )

    assert first == second
    assert told(answer) == (204, [])
    assert await request_for.status() == "PAID"
    assert await shop.value("select provider from payment where merchant_id = $1") == "sandbox"


def test_a_sender_that_falls_silent_is_not_waited_for(live_server: LiveServer) -> None:
    """An address that is none is refused before anything is read."""
    host, _, port = live_server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST /webhooks/mer_{new_id()}/whe_{new_id()} HTTP/1.1\r\nHost: kontor.test\r\n"
            "Content-Length: 1000\r\n\r\n".encode()
        )
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 404 ")
