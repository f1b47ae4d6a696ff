"""Subscriptions are counted by name, over whatever they go; requests over a WebSocket as others are."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.settings import Settings
from db.connect import connect_pool
from tests.app.serving import free_port
from tests.app.test_metrics import Numbers, number, read_numbers
from tests.factories import SECRET_KEY, Shop, make_shop
from tests.streams.conftest import Server, running_server
from tests.streams.jobs import make_job
from tests.streams.talk import FOLLOW, PATIENCE_S, talking

NAMED = FOLLOW.replace("subscription", "subscription Follow")
SOCKET = {"operation": "Follow", "transport": "websocket"}
EVENTS = {"operation": "Follow", "transport": "sse"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A server with a port for its numbers, a merchant and its key."""

    server: Server
    shop: Shop
    key: str
    port: int

    async def numbers(self) -> Numbers:
        return await read_numbers(self.port)

    async def until(self, name: str, value: float, **labels: str) -> Numbers:
        """Wait for a number, and return all as they are then."""
        async with asyncio.timeout(PATIENCE_S):
            while (numbers := await self.numbers()).get((name, frozenset(labels.items()))) != value:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return numbers


@pytest.fixture
async def counted(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Counted]:
    port = free_port()
    settings = Settings(
        database_url=fresh_dsn, kontor_home=tmp_path, metrics_port=port, secret_key=SECRET_KEY
    )
    pool = await connect_pool(fresh_dsn, size=2)
    shop = await make_shop(pool)
    async with running_server(fresh_dsn, tmp_path, settings) as server:
        yield Counted(server, shop, await shop.api_key(), port)
    await pool.close()


def requests(numbers: Numbers) -> Mapping[tuple[str, str, str], float]:
    """Return how many there were by operation, type and outcome."""
    found = {}
    for (name, labels), value in numbers.items():
        if name == "kontor_requests_total":
            of = dict(labels)
            found[of["operation"], of["type"], of["outcome"]] = value
    return found


async def test_a_subscription_over_a_websocket_is_counted_while_and_after_it_is_open(
    counted: Counted,
) -> None:
    """With its events; one that its client ends has been left, and was no failure."""
    first, second = await make_job(counted.shop), await make_job(counted.shop)
    async with talking(counted.server.socket_url) as talk:
        await talk.begin(counted.key)
        await talk.subscribe(NAMED, "a", id=first.id)
        await talk.hear()
        await talk.subscribe(NAMED, "b", id=second.id)
        await talk.hear()
        while_open = await counted.numbers()
        await first.stands("SUCCEEDED", done=10)
        assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]
        await talk.say({"type": "complete", "id": "b"})
        over = {"operation": "Follow", "type": "subscription", "outcome": "ok"}
        numbers = await counted.until("kontor_requests_total", 2.0, **over)

    assert number(while_open, "kontor_streams_open", **SOCKET) == 2.0
    assert number(numbers, "kontor_streams_open", **SOCKET) == 0.0
    assert number(numbers, "kontor_stream_events_total", **SOCKET) == 3.0
    assert number(numbers, "kontor_streams_ended_total", **SOCKET, outcome="completed") == 1.0
    assert number(numbers, "kontor_streams_ended_total", **SOCKET, outcome="left") == 1.0
    assert requests(numbers) == {("Follow", "subscription", "ok"): 2.0}
    # How long they were followed says nothing of how quick we are.
    assert ("kontor_request_seconds_count", frozenset({("type", "subscription")})) not in numbers


async def test_a_subscription_over_server_sent_events_is_counted_too(counted: Counted) -> None:
    """One that is refused once it has begun is so, whatever the status of its answer."""
    job = await make_job(counted.shop)
    headers = {"Authorization": f"Bearer {counted.key}", "Accept": "text/event-stream"}
    async with httpx.AsyncClient(timeout=PATIENCE_S, headers=headers) as http:
        body = {"query": NAMED, "variables": {"id": job.id}}
        async with http.stream("POST", counted.server.url, json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    while_open = await counted.numbers()
                    break  # which closes the connection
        left = {"type": "subscription", "outcome": "ok", "operation": "Follow"}
        await counted.until("kontor_requests_total", 1.0, **left)
        unknown = {"query": NAMED, "variables": {"id": f"imp_{'0' * 8}-0000-7000-8000-{'0' * 12}"}}
        await http.post(counted.server.url, json=unknown)
        refused = {"type": "subscription", "outcome": "refused", "operation": "Follow"}
        numbers = await counted.until("kontor_requests_total", 1.0, **refused)

    assert number(while_open, "kontor_streams_open", **EVENTS) == 1.0
    assert number(numbers, "kontor_stream_events_total", **EVENTS) == 1.0
    assert number(numbers, "kontor_streams_ended_total", **EVENTS, outcome="left") == 1.0
    assert number(numbers, "kontor_streams_ended_total", **EVENTS, outcome="refused") == 1.0
    assert requests(numbers) == {
        ("Follow", "subscription", "ok"): 1.0,
        ("Follow", "subscription", "refused"): 1.0,
    }


async def test_requests_over_a_websocket_count_as_requests_do(counted: Counted, fresh_dsn: str) -> None:
    """By name, type and outcome; what is no operation is refused, and a bug in one field is a failure."""
    create = 'mutation Create { customerGroupCreate(name: "A") { userErrors { code } } }'
    customers = "query Customers { viewer { role } customers { nodes { id } } }"
    owner = await asyncpg.connect(fresh_dsn)
    async with talking(counted.server.socket_url) as talk:
        await talk.begin(counted.key)
        for query in ("query Desk { viewer { role } }", create):
            await talk.subscribe(query)
            assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]
        await talk.subscribe("{ nothing }")
        assert (await talk.hear())["type"] == "error"
        await owner.execute("alter table customer rename to hidden")
        await talk.subscribe(customers)
        assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]
    await owner.close()
    failed = {"operation": "Customers", "type": "query", "outcome": "failed"}
    numbers = await counted.until("kontor_requests_total", 1.0, **failed)

    assert requests(numbers) == {
        ("Desk", "query", "ok"): 1.0,
        ("Create", "mutation", "ok"): 1.0,
        ("", "/graphql", "refused"): 1.0,
        ("Customers", "query", "failed"): 1.0,
    }
    assert number(numbers, "kontor_request_seconds_count", type="query") == 2.0
    assert not [name for name, _ in numbers if name.startswith("kontor_stream")]


async def test_streams_that_a_stopping_server_ends_were_stopped(counted: Counted) -> None:
    """Whoever looks at the numbers of a restart sees that nobody was refused."""
    job = await make_job(counted.shop)
    async with talking(counted.server.socket_url) as talk:
        await talk.begin(counted.key)
        await talk.subscribe(NAMED, id=job.id)
        await talk.hear()
        counted.server.app.state.streams.end()
        assert await talk.closed() == (1001, "Going away")
        over = {"operation": "Follow", "type": "subscription", "outcome": "ok"}
        numbers = await counted.until("kontor_requests_total", 1.0, **over)

    assert number(numbers, "kontor_streams_ended_total", **SOCKET, outcome="stopped") == 1.0
    assert requests(numbers) == {("Follow", "subscription", "ok"): 1.0}
