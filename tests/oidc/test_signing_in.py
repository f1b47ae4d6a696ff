"""People ask with the token of their issuer wherever programs ask with a key, and see one merchant."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import Settings
from db.connect import Pool
from domain.ids import Kind, encode, new_id
from services.authentication import signer_of
from tests.client import Client
from tests.factories import Shop
from tests.oidc.issuer import AUDIENCE, Issuer
from tests.streams.conftest import Server, running_server
from tests.streams.talk import talking

VIEWER = "{ viewer { role actor { kind id name } merchant { name } } }"
CUSTOMERS = "{ customers { nodes { firstName } } }"


@pytest.fixture
async def server(dsn: str, issuer: Issuer, tmp_path: Path) -> AsyncIterator[Server]:
    """A server at which people sign in by `issuer`."""
    settings = Settings(
        database_url=dsn, kontor_home=tmp_path, oidc_issuer=issuer.url, oidc_audience=AUDIENCE
    )
    async with running_server(dsn, tmp_path, settings) as server:
        yield server


@asynccontextmanager
async def asking(server: Server, token: str) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(base_url=f"http://{server.address}") as http:
        yield Client(http, token)


def token_for(issuer: Issuer, shop: Shop, **changed: Any) -> str:
    return issuer.token(kontor_merchant=encode(Kind.MERCHANT, shop.caller.merchant_id), **changed)


async def test_a_person_asks_by_http(server: Server, issuer: Issuer, shop: Shop) -> None:
    async with asking(server, token_for(issuer, shop)) as client:
        told = await client.data(VIEWER)

    assert told["viewer"] == {
        "role": "MANAGER",
        "actor": {"kind": "USER", "id": "usr_ada", "name": None},
        "merchant": {"name": "Laden"},
    }


async def test_what_a_person_does_is_signed(server: Server, issuer: Issuer, shop: Shop) -> None:
    create = (
        'mutation { customerCreate(input: {firstName: "Grace"}) { customer { id } userErrors { code } } }'
    )
    async with asking(server, token_for(issuer, shop)) as client:
        made = (await client.data(create))["customerCreate"]

    assert made["userErrors"] == []
    signed = await shop.value("select actor from timeline_event where merchant_id = $1")
    assert signed == "usr_ada"


async def test_a_person_may_what_the_role_says(server: Server, issuer: Issuer, shop: Shop) -> None:
    async with asking(server, token_for(issuer, shop, kontor_role="manager")) as client:
        refused = await client.ask("{ apiKeys { id } }")
    async with asking(server, token_for(issuer, shop, kontor_role="owner")) as client:
        allowed = await client.ask("{ apiKeys { id } }")

    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert allowed == {"data": {"apiKeys": []}}


async def test_a_token_of_another_tenant_sees_that_one_alone(
    server: Server, issuer: Issuer, shop: Shop, other_shop: Shop
) -> None:
    customer = await shop.customer("Ada")
    query = "query($id: ID!) { customer(id: $id) { id } customers { totalCount } }"
    async with asking(server, token_for(issuer, other_shop, kontor_role="owner")) as client:
        told = await client.data(query, {"id": encode(Kind.CUSTOMER, customer)})

    assert told == {"customer": None, "customers": {"totalCount": 0}}


async def test_a_token_for_no_merchant_of_ours_is_nobodys(server: Server, issuer: Issuer) -> None:
    async with asking(server, issuer.token(kontor_merchant=encode(Kind.MERCHANT, new_id()))) as client:
        answer = await client.post(VIEWER)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="kontor", error="invalid_token"'


async def test_what_is_missing_and_what_is_bad_are_told_apart(
    server: Server, issuer: Issuer, shop: Shop
) -> None:
    """RFC 6750: a page signs in upon the first, and renews its token upon the second."""
    async with asking(server, token_for(issuer, shop, exp=1)) as client:
        missing = await client.http.post("/graphql", json={"query": VIEWER})
        over = await client.post(VIEWER)

    assert (missing.status_code, missing.headers["www-authenticate"]) == (401, 'Bearer realm="kontor"')
    assert (over.status_code, over.headers["www-authenticate"]) == (
        401,
        'Bearer realm="kontor", error="invalid_token"',
    )


async def test_keys_go_on_beside_people(server: Server, shop: Shop) -> None:
    async with asking(server, await shop.api_key()) as client:
        assert (await client.data(VIEWER))["viewer"]["actor"]["kind"] == "API_KEY"


async def test_a_person_asks_by_websocket(server: Server, issuer: Issuer, shop: Shop) -> None:
    async with talking(server.socket_url) as talk:
        await talk.begin(token_for(issuer, shop))
        await talk.subscribe("{ viewer { actor { id } } }")

        assert (await talk.hear())["payload"] == {"data": {"viewer": {"actor": {"id": "usr_ada"}}}}


async def test_a_bad_token_opens_no_websocket(server: Server, issuer: Issuer, shop: Shop) -> None:
    async with talking(server.socket_url) as talk:
        bad = token_for(issuer, shop, aud="https://other.example")
        await talk.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {bad}"}})

        assert await talk.closed() == (4403, "Forbidden")


async def test_a_person_asks_by_server_sent_events(server: Server, issuer: Issuer, shop: Shop) -> None:
    async with asking(server, token_for(issuer, shop)) as client:
        answer = await client.post("{ viewer { actor { id } } }", Accept="text/event-stream")

    assert answer.text == (
        'event: next\ndata: {"data":{"viewer":{"actor":{"id":"usr_ada"}}}}\n\nevent: complete\ndata: \n\n'
    )


async def test_a_socket_ends_with_its_token(server: Server, issuer: Issuer, shop: Shop) -> None:
    """An operation that begins after it has ended is refused, on a socket that was opened before."""
    ends_in_two = int(time.time()) - 58
    async with talking(server.socket_url) as talk:
        await talk.begin(token_for(issuer, shop, exp=ends_in_two))
        await asyncio.sleep(2.5)
        await talk.subscribe(CUSTOMERS)

        assert (await talk.hear())["payload"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


async def test_a_link_opens_what_its_person_may(
    server: Server, issuer: Issuer, shop: Shop, pool: Pool
) -> None:
    """A download goes without a token; it is signed with who asked, and as what."""
    async with asking(server, token_for(issuer, shop, kontor_role="viewer")) as client:
        told = await client.data("{ viewer { role } }")
    signature = {"actor": "usr_ada", "merchant": str(shop.caller.merchant_id), "role": "VIEWER"}

    signer = await signer_of(pool, signature)

    assert signer is not None
    assert (signer.actor, signer.role, signer.signature()) == ("usr_ada", told["viewer"]["role"], signature)
    assert await signer_of(pool, {**signature, "merchant": str(new_id())}) is None


async def test_nobody_can_tell_while_the_issuer_has_never_answered(
    dsn: str, issuer: Issuer, shop: Shop, tmp_path: Path
) -> None:
    """That is 503 and no 401, upon which pages would sign everybody out; keys go on."""
    issuer.away = True
    settings = Settings(
        database_url=dsn, kontor_home=tmp_path, oidc_issuer=issuer.url, oidc_audience=AUDIENCE
    )
    async with running_server(dsn, tmp_path, settings) as server:
        async with asking(server, token_for(issuer, shop)) as client:
            answer = await client.post(VIEWER)
        async with asking(server, await shop.api_key()) as client:
            with_key = await client.post(VIEWER)
        async with talking(server.socket_url) as talk:
            await talk.say(
                {"type": "connection_init", "payload": {"Authorization": f"Bearer {token_for(issuer, shop)}"}}
            )
            closed = await talk.closed()

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert json.loads(answer.content)["errors"][0]["extensions"] == {"code": "SIGN_IN_UNAVAILABLE"}
    assert with_key.status_code == 200
    assert closed == (1013, "Sign-in unavailable")
