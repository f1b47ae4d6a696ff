"""Who may ask what, by every way there is: each root field by keys and people, over HTTP, events and sockets.

Over HTTP with keys, tests/api/test_access.py looks closer.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any

import httpx
import pytest
from graphql import is_required_argument

from app.settings import Settings
from domain.access import Role, may
from domain.ids import ApiKeyId, Kind, encode, new_id
from services.api_keys import create_api_key, revoke_api_key
from tests.api.arguments import least_arguments
from tests.api.furnished import Furnished, everything, furnish, unknown_ids
from tests.api.root_fields import MUTATIONS, QUERIES, ROOT_FIELDS, SUBSCRIPTIONS, RootField
from tests.factories import Shop
from tests.oidc.issuer import AUDIENCE, Issuer, issuing
from tests.streams.conftest import Server, running_server
from tests.streams.talk import talking
from tests.streams.ways import ANSWERED, UNKNOWN, WAYS, Asked, codes, sendable

_NUMBERS = count(1)
ALL = [*ROOT_FIELDS, *SUBSCRIPTIONS]


@dataclass(frozen=True, slots=True)
class Place:
    """A server where people sign in by an issuer, besides those who have keys."""

    asked: Asked
    issuer: Issuer

    @property
    def server(self) -> Server:
        return self.asked.server

    def person(self, shop: Shop, role: Role = Role.OWNER, **changed: Any) -> str:
        """Return the token of somebody who works for a merchant."""
        named: dict[str, Any] = {
            "kontor_merchant": encode(Kind.MERCHANT, shop.caller.merchant_id),
            "kontor_role": role,
        }
        return self.issuer.token(**named | changed)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture(scope="module")
async def place(dsn: str, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    home = tmp_path_factory.mktemp("who")
    settings = Settings(
        database_url=dsn, kontor_home=home, oidc_issuer=issuer.url, oidc_audience=AUDIENCE, cost_per_second=0
    )
    async with running_server(dsn, home, settings) as server, httpx.AsyncClient(timeout=20) as http:
        yield Place(Asked(server, http), issuer)


@pytest.fixture
async def furnished(shop: Shop) -> Furnished:
    return await furnish(shop)


async def _key(shop: Shop, role: Role = Role.OWNER) -> tuple[str, ApiKeyId]:
    made = await create_api_key(shop.pool, shop.caller.merchant_id, role, "Aushilfe")
    return made.secret, made.id


async def _revoke(shop: Shop, key: ApiKeyId) -> None:
    await revoke_api_key(shop.pool, shop.caller.merchant_id, key)


async def _expire(shop: Shop, key: ApiKeyId) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    await shop.pool.fetch("update api_key set expires_at = $2 where id = $1", key, before)


async def _strangers(place: Place, shop: Shop) -> dict[str, str]:
    """Return what those send who are nobody."""
    (revoked, gone), (expired, over) = await _key(shop), await _key(shop)
    await _revoke(shop, gone)
    await _expire(shop, over)
    return {
        "no key": "",
        "a key that is none": "kontor_unknown",
        "a revoked key": revoked,
        "an expired key": expired,
        "a person whose token has expired": place.person(shop, exp=1),
        "a person signed in somewhere else": place.person(shop, aud="https://other.example"),
        "a person of no merchant": place.person(shop, kontor_merchant=encode(Kind.MERCHANT, new_id())),
        "a person whose role was taken away": place.person(shop, kontor_role=None),
        "a person with a role that is none": place.person(shop, kontor_role="admin"),
    }


@pytest.mark.parametrize("root", ALL, ids=str)
async def test_nobody_is_told_anything(place: Place, shop: Shop, root: RootField) -> None:
    arguments = least_arguments(root, unknown_ids())
    strangers = await _strangers(place, shop)
    before = await everything(shop)

    told = {
        (who, way): await ask(place.asked, token, root.document(arguments), arguments)
        for who, token in strangers.items()
        for way, ask in WAYS.items()
    }

    assert told == {(who, way): UNKNOWN[way] for who, way in product(strangers, WAYS)}
    assert await everything(shop) == before


@pytest.mark.parametrize("root", ALL, ids=str)
async def test_on_an_open_socket_a_key_that_has_ended_begins_nothing(
    place: Place, furnished: Furnished, root: RootField
) -> None:
    """Who was known when the socket was opened is looked at again with each operation."""
    shop, arguments = furnished.shop, least_arguments(root, furnished.ids)
    for end in (_revoke, _expire):
        secret, key = await _key(shop)
        async with talking(place.server.socket_url) as talk:
            await talk.begin(secret)
            await end(shop, key)
            place.server.app.state.authenticator._callers.clear()  # as some seconds do
            before = await everything(shop)

            await talk.subscribe(root.document(arguments), **sendable(arguments))
            told = await talk.hear()

        assert (told["type"], codes(told)) == ("error", ["UNAUTHENTICATED"])
        assert await everything(shop) == before


@pytest.mark.parametrize("root", MUTATIONS, ids=str)
async def test_a_viewer_changes_nothing(place: Place, furnished: Furnished, root: RootField) -> None:
    """Neither by a key nor in person."""
    shop, arguments = furnished.shop, least_arguments(root, furnished.ids)
    viewers = {"key": (await _key(shop, Role.VIEWER))[0], "person": place.person(shop, Role.VIEWER)}
    before = await everything(shop)

    told = {
        (who, way): await ask(place.asked, token, root.document(arguments), arguments)
        for who, token in viewers.items()
        for way, ask in WAYS.items()
    }

    assert told == {each: ["FORBIDDEN"] for each in product(viewers, WAYS)}
    assert await everything(shop) == before


@pytest.mark.parametrize("root", QUERIES, ids=str)
async def test_each_role_reads_what_it_may(place: Place, furnished: Furnished, root: RootField) -> None:
    shop, arguments = furnished.shop, least_arguments(root, furnished.ids)

    told = {
        (role, way): [
            await ask(place.asked, somebody, root.document(arguments), arguments)
            for somebody in ((await _key(shop, role))[0], place.person(shop, role))
        ]
        for role in Role
        for way, ask in WAYS.items()
    }

    assert told == {
        (role, way): [ANSWERED if _allows(role, root) else ["FORBIDDEN"]] * 2
        for role, way in product(Role, WAYS)
    }


def _allows(role: Role, root: RootField) -> bool:
    permission = root.kind.permission
    return permission is None or may(role, permission)


STREAMS = {"sse": WAYS["sse"], "ws": WAYS["ws"]}


async def _happen(shop: Shop) -> None:
    """Let something happen of which each subscription tells."""
    async with asyncio.timeout(30):
        while True:
            customer = await shop.customer("Ada", phone=f"+4917012{next(_NUMBERS):05}")
            await shop.payment()
            await shop.request(customer)
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("way", STREAMS)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("root", SUBSCRIPTIONS, ids=str)
async def test_each_role_follows_what_it_may(
    place: Place, furnished: Furnished, root: RootField, role: Role, way: str
) -> None:
    """By a key and in person; what happens meanwhile is told."""
    shop = furnished.shop
    arguments = dict.fromkeys(_required(root), furnished.ids[Kind.IMPORT])
    happening = asyncio.create_task(_happen(shop))

    told = [
        await STREAMS[way](place.asked, somebody, root.document(arguments), arguments)
        for somebody in ((await _key(shop, role))[0], place.person(shop, role))
    ]
    happening.cancel()

    assert told == [ANSWERED if _allows(role, root) else ["FORBIDDEN"]] * 2


def _required(root: RootField) -> list[str]:
    return [name for name, argument in root.definition.args.items() if is_required_argument(argument)]


async def _first(
    place: Place, token: str, root: RootField, arguments: dict[str, str], patience_s: float = 20
) -> dict[str, Any] | None:
    """Return what a subscription tells first; None when it tells nothing for so long."""
    async with talking(place.server.socket_url) as talk:
        await talk.begin(token)
        await talk.subscribe(root.document(arguments), **arguments)
        try:
            async with asyncio.timeout(patience_s):
                told: dict[str, Any] = await talk.hear()
                return told
        except TimeoutError:
            return None


@pytest.mark.parametrize("root", [root for root in SUBSCRIPTIONS if root.definition.args], ids=str)
async def test_what_another_merchant_has_can_not_be_followed(
    place: Place, furnished: Furnished, other_shop: Shop, root: RootField
) -> None:
    """A foreign id is refused in the words for one that nobody has."""
    theirs, nobodys = await furnish(other_shop), unknown_ids()
    (name,), token = root.definition.args, place.person(furnished.shop)

    for kind, foreign in theirs.ids.items():
        told = await _first(place, token, root, {name: foreign})
        expected = await _first(place, token, root, {name: nobodys[kind]})

        assert told is not None
        assert told == expected
        assert (told["type"], codes(told)) == ("error", ["NOT_FOUND"])


@pytest.mark.parametrize("root", [root for root in SUBSCRIPTIONS if not _required(root)], ids=str)
async def test_what_happens_elsewhere_is_told_to_nobody_else(
    place: Place, shop: Shop, other_shop: Shop, root: RootField
) -> None:
    happening = asyncio.create_task(_happen(other_shop))

    theirs = await _first(place, place.person(other_shop), root, {})
    told = await _first(place, place.person(shop), root, {}, patience_s=1)
    happening.cancel()

    assert theirs is not None
    assert (theirs["type"], codes(theirs), told) == ("next", [], None)
