"""What people write while canaries are about: on streams, by webhooks, on pages, and signed in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx

from domain.ids import Kind, decode, encode
from tests.app.aviary import CANARY, PATIENCE_S, PHONE, Aviary
from tests.app.canaries_asked import CREATE, CUSTOMER
from tests.client import Client
from tests.payer.asking import BROWSER
from tests.streams.talk import talking
from tests.webhooks_in.senders import StandardSender

ENDPOINT = """mutation {
  webhookEndpointCreate(kind: STANDARD, provider: "mollie") { webhookEndpoint { url secret } }
}"""
FOLLOWED = "subscription { customerChanged { firstName lastName phone { e164 } note } }"
FIND = "query ($q: String!) { customers(query: $q) { nodes { firstName } } }"
SUBSCRIBE = """mutation ($url: URL!) {
  webhookSubscriptionCreate(url: $url, topics: ["*"]) { webhookSubscription { id } userErrors { message } }
}"""
TEST = "mutation ($id: ID!) { webhookSubscriptionTest(id: $id) { userErrors { message } } }"


async def talk_on_a_socket(aviary: Aviary) -> list[str]:
    """Say it in each kind of operation and of mistake, and hear it in an event; return what came back."""
    async with talking(aviary.socket_url) as talk:
        await talk.begin(aviary.client.api_key, name=CANARY)
        heard: list[str] = []
        for query, variables in (
            (FIND, {"q": CANARY}),
            (FIND, {"q": {"said": CANARY}}),
            (f'{{ customers(query: "{CANARY}") {{ {CANARY} }} }}', {}),
            (CREATE, {"input": {**CUSTOMER, "phone": None, "email": CANARY}}),
        ):
            await talk.subscribe(query, f"{CANARY}-{len(heard)}", **variables)
            heard.append((await talk.hear())["type"])
            if heard[-1] == "next":
                await talk.hear()  # that it is complete
        async with changing(aviary, "socket"), asyncio.timeout(PATIENCE_S):
            await talk.subscribe(FOLLOWED)
            heard.append((await talk.hear())["type"])
        await talk.say({"type": CANARY, "payload": CANARY})
        await talk.closed()
    async with talking(aviary.socket_url) as talk:
        await talk.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {CANARY}"}})
        await talk.closed()
    return heard


async def follow_events(aviary: Aviary) -> int:
    """Hear it in a server-sent event, and be refused for saying it; return how many events came."""
    headers = {"Authorization": f"Bearer {aviary.client.api_key}", "Accept": "text/event-stream"}
    wrong = {"query": FIND, "variables": {"q": [CANARY, CANARY]}}
    await aviary.client.http.post("/graphql", json=wrong, headers=headers)
    events = 0
    async with (
        asyncio.timeout(PATIENCE_S),
        changing(aviary, "events"),
        aviary.client.http.stream("POST", "/graphql", json={"query": FOLLOWED}, headers=headers) as response,
    ):
        async for line in response.aiter_lines():
            if CANARY in line:
                events += 1
                break
    return events


@asynccontextmanager
async def changing(aviary: Aviary, name: str) -> AsyncIterator[None]:
    """Make one customer after the other meanwhile: when a subscription begins, it tells nobody."""

    async def make() -> None:
        for number in count():
            somebody = {**CUSTOMER, "externalReference": f"{CANARY}-{name}-{number}"}
            await aviary.client.data(CREATE, {"input": {**somebody, "phone": None, "email": None}})
            await asyncio.sleep(0.5)

    making = asyncio.create_task(make())
    yield
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)


async def tell_receivers(aviary: Aviary) -> None:
    """Have all that happens told to somebody who takes it, somebody who does not, and to nobody."""
    url = aviary.receiver.url
    for address in (url, url.replace("/events", f"/{CANARY}"), f"http://127.0.0.1:9/{CANARY}?key={CANARY}"):
        made = await aviary.client.data(SUBSCRIBE, {"url": address})
        (subscription,) = made["webhookSubscriptionCreate"]["webhookSubscription"].values()
        await aviary.client.data(TEST, {"id": subscription})


async def until_told(aviary: Aviary) -> None:
    """Wait until somebody has taken an event with it, then refuse some."""
    async with asyncio.timeout(PATIENCE_S):
        while not any(CANARY.encode() in taken.body for taken in aviary.receiver.taken):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        aviary.receiver.status = 500
        aviary.receiver.taken.clear()
        async with changing(aviary, "refused"):
            while not aviary.receiver.taken:  # noqa: ASYNC110
                await asyncio.sleep(0.1)


async def tell_by_webhook(aviary: Aviary) -> list[int]:
    """Tell of a payment: as signed, as not signed, and as nobody understands."""
    made = (await aviary.client.data(ENDPOINT))["webhookEndpointCreate"]["webhookEndpoint"]
    sender = StandardSender(aviary.client.http, _local(made["url"]), made["secret"])
    payment = {
        "provider_reference": CANARY,
        "amount": {"amount": "1.00", "currency": "EUR"},
        "email": f"{CANARY}@example.com",
        "phone": PHONE,
        "name": CANARY,
    }
    wrong = {**payment, "amount": CANARY}
    answers = [await sender.tell("payment.succeeded", data) for data in (payment, wrong)]
    answers.append(await sender.send(CANARY.encode(), {"webhook-id": CANARY}))
    return [answer.status_code for answer in answers]


def _local(url: str) -> str:
    return re.sub("^https?://[^/]+", "", url)


async def pay(aviary: Aviary, request_id: str) -> list[int]:
    """Look at the page of a request, go to the bank, decline, go again, and pay."""
    token = await token_of(aviary, request_id)
    async with as_payer(aviary) as http:
        answers = [await http.get(f"/p/{token}")]
        for said in ("decline", "pay"):
            begun = await http.post(f"/p/{token}/pay", data={"note": CANARY})
            bank = urlsplit(begun.headers["location"]).path
            answers += [begun, await http.get(bank), await http.post(f"{bank}?answer={said}&said={CANARY}")]
        answers.append(await http.get(f"/p/{token}/pay?{CANARY}"))
    return [answer.status_code for answer in answers]


async def ask_for_no_more(aviary: Aviary, request_id: str) -> list[int]:
    """Opt out by button and by mail program, and come back."""
    token = await token_of(aviary, request_id)
    async with as_payer(aviary) as http:
        path = f"/o/{token}/e"
        answers = [
            await http.get(path),
            await http.post(path, data={"List-Unsubscribe": "One-Click", "said": CANARY}),
            await http.post(f"{path}?back&{CANARY}"),
        ]
    return [answer.status_code for answer in answers]


async def sign_in(aviary: Aviary) -> list[int]:
    """Ask with tokens that say it: a good one, one that has ended, one of no merchant, and half of one."""
    merchant = encode(Kind.MERCHANT, aviary.furnished.shop.caller.merchant_id)
    said: dict[str, Any] = {
        "sub": CANARY,
        "name": CANARY,
        "email": f"{CANARY}@example.com",
        "phone_number": PHONE,
    }
    good = aviary.issuer.token(kontor_merchant=merchant, **said)
    tokens = [
        good,
        aviary.issuer.token(kontor_merchant=merchant, exp=1, **said),
        aviary.issuer.token(kontor_merchant=CANARY, **said),
        aviary.issuer.token(kontor_merchant=merchant, kontor_role=CANARY, **said),
        good[: len(good) // 2],
    ]
    somebody = {"firstName": CANARY, "externalReference": f"{CANARY}-oidc"}
    clients = [Client(aviary.client.http, token) for token in tokens]
    return [(await client.post(CREATE, {"input": somebody})).status_code for client in clients]


async def token_of(aviary: Aviary, request_id: str) -> str:
    """Return the secret of a request's page, as it stands in the message."""
    sql = "select token from payment_request where merchant_id = $1 and id = $2"
    token: str = await aviary.furnished.shop.value(sql, decode(request_id, Kind.PAYMENT_REQUEST))
    return token


def as_payer(aviary: Aviary) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=str(aviary.client.http.base_url), headers=BROWSER, timeout=PATIENCE_S)
