"""Pages of the origins that are named may ask the API and its files; those of others learn nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.http.cors import Cors
from app.settings import Settings
from tests.factories import Shop
from tests.streams.conftest import Server, running_server
from tests.streams.talk import talking

PAGE = "https://app.example"


@pytest.fixture
async def server(dsn: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that pages of one origin may ask."""
    settings = Settings(database_url=dsn, kontor_home=tmp_path, cors_origins=(PAGE,))
    async with running_server(dsn, tmp_path, settings) as server:
        yield server


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{server.address}") as http:
        yield http


def preflight(origin: str, method: str = "POST") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,x-own",
    }


@pytest.mark.parametrize(("path", "method"), [("/graphql", "POST"), ("/uploads/x", "PUT")])
async def test_a_named_page_may_ask(http: httpx.AsyncClient, path: str, method: str) -> None:
    answer = await http.options(path, headers=preflight(PAGE, method))

    told = {
        name: answer.headers.get(f"access-control-{name}")
        for name in ("allow-origin", "allow-headers", "max-age", "allow-credentials")
    }
    assert answer.status_code == 200
    assert told == {
        "allow-origin": PAGE,
        "allow-headers": "authorization,content-type,x-own",
        "max-age": "7200",
        "allow-credentials": None,
    }
    assert method in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/graphql", preflight("https://evil.example")),
        ("/graphql", preflight("https://app.example.evil.example")),
        ("/graphql", preflight("null")),
        ("/graphql", preflight(PAGE, "DELETE")),
        ("/webhooks/a/b", preflight(PAGE)),
        ("/p/x", preflight(PAGE)),
    ],
)
async def test_others_may_not(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    answer = await http.options(path, headers=headers)

    assert answer.status_code >= 400


async def test_an_answer_can_be_read_with_its_headers(http: httpx.AsyncClient, shop: Shop) -> None:
    """A refusal too, or the page would not know that it has to sign in."""
    asked = {"query": "{ viewer { role } }"}
    key = {"Authorization": f"Bearer {await shop.api_key()}"}

    answers = [
        await http.post("/graphql", json=asked, headers={"Origin": PAGE, **headers}) for headers in (key, {})
    ]
    events = await http.post(
        "/graphql", json=asked, headers={"Origin": PAGE, "Accept": "text/event-stream", **key}
    )

    assert [answer.status_code for answer in (*answers, events)] == [200, 401, 200]
    for answer in (*answers, events):
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert "Origin" in answer.headers["vary"]
        assert answer.headers["access-control-expose-headers"] == (
            "Content-Disposition, Retry-After, WWW-Authenticate, X-Request-ID"
        )


async def test_without_a_named_origin_nothing_is_said(dsn: str, tmp_path: Path) -> None:
    """As before there was such a setting: OPTIONS is no method of ours."""
    async with running_server(dsn, tmp_path) as server, httpx.AsyncClient() as http:
        answer = await http.options(server.url, headers=preflight(PAGE))

    assert "access-control-allow-origin" not in answer.headers


async def test_a_page_of_another_origin_opens_no_websocket(server: Server, shop: Shop) -> None:
    async with talking(server.socket_url, Origin="https://evil.example") as talk:
        closed = await talk.closed()
    async with talking(server.socket_url, Origin=PAGE) as talk:
        await talk.begin(await shop.api_key())
    async with talking(server.socket_url, Origin=f"http://{server.address}") as talk:
        await talk.begin(await shop.api_key())

    assert closed == (4403, "Origin not allowed")


@pytest.mark.parametrize(
    ("origins", "origin", "host", "admitted"),
    [
        ((), None, "api.example", True),
        ((), "https://api.example", "api.example", True),
        ((), "https://api.example:8443", "api.example", False),
        ((), "https://evil.example", "api.example", False),
        ((), "null", "api.example", False),
        ((PAGE,), PAGE, "api.example", True),
        ((PAGE,), "http://app.example", "api.example", False),
        (("*",), "https://evil.example", "api.example", True),
    ],
)
def test_who_opens_a_websocket(
    origins: tuple[str, ...], origin: str | None, host: str | None, admitted: bool
) -> None:
    """Programs name no origin; our own pages that of the host that they ask."""
    assert Cors(origins).admits(origin, host) is admitted


def test_a_proxy_may_hide_the_host() -> None:
    """Our own pages are known by the public address, too."""
    cors = Cors((), "https://pay.example/")

    assert cors.admits("https://pay.example", "10.0.0.7:8000")
    assert not cors.admits("https://evil.example", "10.0.0.7:8000")
    assert not cors.admits("null", "")
