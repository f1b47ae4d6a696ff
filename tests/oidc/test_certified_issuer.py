"""People sign in at an issuer that others have certified, and ask Kontor with what it gives their page."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OKPKey

from app.settings import Settings
from domain.ids import Kind, encode, new_id
from domain.person import Claims
from services.oidc.issuer_keys import FRESH_S, PAUSE_S, IssuerKeys
from services.oidc.tokens import Tokens
from tests.client import Client
from tests.factories import Shop
from tests.oidc.code_flow import renew, sign_in
from tests.oidc.conftest import Clock
from tests.oidc.issuer import AUDIENCE, Key, rsa
from tests.oidc.provided import LIFETIME_S, Provider, employed_at, providing
from tests.streams.conftest import Server, running_server
from tests.streams.jobs import make_job
from tests.streams.talk import FOLLOW, talking

VIEWER = "{ viewer { role actor { kind id } merchant { id name } } }"
REFUSED = (401, 'Bearer realm="kontor", error="invalid_token"')


@pytest.fixture(scope="module")
def key() -> Key:
    return rsa("first")


@pytest.fixture
def provider(shop: Shop, key: Key) -> Iterator[Provider]:
    """An issuer at which Ada of `shop` signs in."""
    with providing({"ada": employed_at(shop, "manager")}, [key]) as provider:
        yield provider


@pytest.fixture
async def server(dsn: str, provider: Provider, tmp_path: Path) -> AsyncIterator[Server]:
    async with trusting(provider, dsn, tmp_path) as server:
        yield server


@asynccontextmanager
async def trusting(provider: Provider, dsn: str, home: Path) -> AsyncIterator[Server]:
    """Run a server at which people sign in by this issuer."""
    settings = Settings(database_url=dsn, kontor_home=home, oidc_issuer=provider.url, oidc_audience=AUDIENCE)
    async with running_server(dsn, home, settings) as server:
        yield server


@asynccontextmanager
async def asking(server: Server, token: str) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(base_url=f"http://{server.address}") as http:
        yield Client(http, token)


async def refused(server: Server, token: str) -> None:
    """See this token refused, by HTTP and by WebSocket."""
    async with asking(server, token) as client:
        answer = await client.post(VIEWER)
    assert (answer.status_code, answer.headers.get("www-authenticate")) == REFUSED
    async with talking(server.socket_url) as talk:
        await talk.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}})
        assert await talk.closed() == (4403, "Forbidden")


def header_of(token: str) -> Any:
    head = token.partition(".")[0]
    return json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))


def under_another_key(token: str) -> str:
    """Return a token that names a key that nobody has."""
    head = json.dumps({**header_of(token), "kid": "unknown"}).encode()
    return ".".join([urlsafe_b64encode(head).rstrip(b"=").decode(), *token.split(".")[1:]])


async def test_a_person_signs_in_and_asks(server: Server, provider: Provider, shop: Shop) -> None:
    """By HTTP, with a token of the kind that RFC 9068 describes."""
    granted = await sign_in(provider, "ada")

    async with asking(server, granted.access_token) as client:
        told = await client.data(VIEWER)

    assert told["viewer"] == {
        "role": "MANAGER",
        "actor": {"kind": "USER", "id": "usr_ada"},
        "merchant": {"id": encode(Kind.MERCHANT, shop.caller.merchant_id), "name": "Laden"},
    }
    assert header_of(granted.access_token) == {"alg": "RS256", "typ": "at+jwt", "kid": "first"}


async def test_a_person_signs_in_and_follows(server: Server, provider: Provider, shop: Shop) -> None:
    """By WebSocket, with the same token."""
    job = await make_job(shop)
    async with talking(server.socket_url) as talk:
        await talk.begin((await sign_in(provider, "ada")).access_token)
        await talk.subscribe(FOLLOW, id=job.id)
        first = await talk.hear()
        await job.stands("WAITING_FOR_USER", done=5)

        then = await talk.hear()

    assert [event["payload"]["data"]["jobProgress"]["progress"]["done"] for event in (first, then)] == [0, 5]


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("PS256", rsa("k")),
        ("ES256", ECKey.generate_key("P-256", {"kid": "k"})),
        ("EdDSA", OKPKey.generate_key("Ed25519", {"kid": "k"})),
    ],
    ids=["PS256", "ES256", "EdDSA"],
)
async def test_whatever_it_signs_with_is_believed(algorithm: str, key: Key, clock: Clock) -> None:
    named = encode(Kind.MERCHANT, new_id())
    people = {"ada": {"kontor_merchant": named, "kontor_role": "viewer"}}
    with providing(people, [key], algorithm=algorithm) as provider:
        granted = await sign_in(provider, "ada")
        async with reading(provider, clock) as tokens:
            signed_in = await tokens.read(granted.access_token)

    assert signed_in is not None
    assert header_of(granted.access_token)["alg"] == algorithm


async def test_a_page_renews_its_token(server: Server, provider: Provider) -> None:
    granted = await sign_in(provider, "ada")

    renewed = await renew(provider, granted.refresh_token)

    assert renewed.access_token != granted.access_token
    async with asking(server, renewed.access_token) as client:
        assert (await client.data(VIEWER))["viewer"]["actor"]["id"] == "usr_ada"


async def test_only_the_access_token_opens_anything(server: Server, provider: Provider) -> None:
    """The page's own names merchant and role too, but is for the page."""
    granted = await sign_in(provider, "ada")

    await refused(server, granted.id_token)
    await refused(server, granted.refresh_token)


@pytest.mark.parametrize("resource", ["https://other.example", None])
async def test_a_token_for_somebody_else_is_refused(
    server: Server, provider: Provider, resource: str | None
) -> None:
    """For another API, or for none: then only the issuer can read it."""
    granted = await sign_in(provider, "ada", resource=resource)

    assert granted.access_token.count(".") == (2 if resource else 0)
    await refused(server, granted.access_token)


async def test_a_token_ends(shop: Shop, key: Key, dsn: str, tmp_path: Path) -> None:
    """Given ten minutes ago for five, by an issuer whose clock is late."""
    people = {"ada": employed_at(shop, "manager")}
    with providing(people, [key], clock_s=-2 * LIFETIME_S) as provider:
        async with trusting(provider, dsn, tmp_path) as server:
            await refused(server, (await sign_in(provider, "ada")).access_token)


@pytest.mark.parametrize("clock_s", [-30, 30])
async def test_half_a_minute_is_no_difference(
    shop: Shop, key: Key, dsn: str, tmp_path: Path, clock_s: int
) -> None:
    people = {"ada": employed_at(shop, "manager")}
    with providing(people, [key], clock_s=clock_s) as provider:
        token = (await sign_in(provider, "ada")).access_token
        async with trusting(provider, dsn, tmp_path) as server, asking(server, token) as client:
            assert (await client.data(VIEWER))["viewer"]["role"] == "MANAGER"


async def test_everybody_sees_their_own_merchant(
    shop: Shop, other_shop: Shop, key: Key, dsn: str, tmp_path: Path
) -> None:
    """And who is sent to a merchant that is none is nobody."""
    customer = encode(Kind.CUSTOMER, await shop.customer("Grace"))
    query = "query($id: ID!) { customer(id: $id) { id } customers { totalCount } }"
    people = {
        "ada": employed_at(shop, "viewer"),
        "bob": employed_at(other_shop, "owner"),
        "eve": {"kontor_merchant": encode(Kind.MERCHANT, new_id()), "kontor_role": "owner"},
    }
    with providing(people, [key]) as provider:
        async with trusting(provider, dsn, tmp_path) as server:
            async with asking(server, (await sign_in(provider, "ada")).access_token) as client:
                of_ada = await client.data(query, {"id": customer})
            async with asking(server, (await sign_in(provider, "bob")).access_token) as client:
                of_bob = await client.data(query, {"id": customer})
            await refused(server, (await sign_in(provider, "eve")).access_token)

    assert of_ada == {"customer": {"id": customer}, "customers": {"totalCount": 1}}
    assert of_bob == {"customer": None, "customers": {"totalCount": 0}}


@asynccontextmanager
async def reading(provider: Provider, clock: Clock) -> AsyncIterator[Tokens]:
    """Give what reads its tokens; `clock` says how old its keys are."""
    async with httpx.AsyncClient() as client:
        keys = IssuerKeys(provider.url, client, clock)
        yield Tokens(keys, AUDIENCE, Claims("kontor_merchant", "kontor_role"))
        await keys.close()


async def test_keys_are_changed_without_locking_anybody_out(clock: Clock) -> None:
    """As issuers do: the new key comes first, beside the old one, which goes when its tokens have ended."""
    people = {"ada": {"kontor_merchant": encode(Kind.MERCHANT, new_id()), "kontor_role": "viewer"}}
    old, new = rsa("old"), rsa("new")
    with providing(people, [old]) as provider:
        earlier = (await sign_in(provider, "ada")).access_token
        async with reading(provider, clock) as tokens:
            assert await tokens.read(earlier) is not None
    async with reading(provider, clock) as tokens:
        with providing(people, [old], port=provider.port):
            assert await tokens.read(earlier) is not None
        clock.now += PAUSE_S
        with providing(people, [new, old], port=provider.port):
            later = (await sign_in(provider, "ada")).access_token

            assert header_of(later)["kid"] == "new"
            assert await tokens.read(later) is not None
            assert await tokens.read(earlier) is not None
        clock.now += FRESH_S + 1
        with providing(people, [new], port=provider.port):
            await tokens.read(later)  # begins to look again, beside the request
            await tokens.read(under_another_key(later))  # waits for that look

            assert await tokens.read(earlier) is None
            assert await tokens.read(later) is not None
