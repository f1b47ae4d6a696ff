"""What a collector is told of answers and their steps, over whatever they go, and what it is never told."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from app.asgi import create_app
from app.settings import Settings
from db.connect import connect_pool
from tests.app.collecting import Receiver, collecting, facts
from tests.client import Client, asking
from tests.factories import SECRET_KEY, Shop, make_shop
from tests.streams.conftest import Server, running_server
from tests.streams.jobs import make_job
from tests.streams.talk import FOLLOW, talking

CANARY = "Kanarienvogel"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
CUSTOMERS = "query Customers($q: String!) { customers(first: 5, query: $q) { nodes { id } } }"

# Whether a key is looked up or still known depends on how long ago it was.
RECOGNISED = "api_keys.HOLDER"
STATEMENT = Span.SPAN_KIND_CLIENT
ANSWERED = {"http.request.method": "POST", "http.route": "/graphql", "url.scheme": "http"}
OVER_A_SOCKET = {"http.route": "/graphql", "url.scheme": "ws", "network.protocol.name": "websocket"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with collecting() as receiver:
        yield receiver


@dataclass(frozen=True, slots=True)
class Watched:
    """How an application tells a collector, and a merchant in its database. Its spans are sent at its end."""

    settings: Settings
    shop: Shop

    @asynccontextmanager
    async def asked(self) -> AsyncIterator[Client]:
        """Run the application, and give a client of it."""
        app = create_app(self.settings)
        async with app.router.lifespan_context(app), asking(app) as http:
            yield Client(http, await self.shop.api_key())


@pytest.fixture
async def watched(fresh_dsn: str, tmp_path: Path, receiver: Receiver) -> AsyncIterator[Watched]:
    settings = Settings(
        database_url=fresh_dsn,
        kontor_home=tmp_path,
        secret_key=SECRET_KEY,
        otel_exporter_otlp_endpoint=receiver.url,
    )
    pool = await connect_pool(fresh_dsn, size=2)
    yield Watched(settings, await make_shop(pool))
    await pool.close()


async def test_an_answer_is_told_in_its_callers_trace_without_a_word_of_it(
    watched: Watched, receiver: Receiver
) -> None:
    """What is left is sent when the process stops."""
    async with watched.asked() as client:
        answer = await client.post(CUSTOMERS, {"q": CANARY}, traceparent=f"00-{TRACE}-{CALLER}-01")
        await client.post(f'mutation {{ customerGroupCreate(name: "{CANARY}") {{ userErrors {{ code }} }} }}')
        await client.http.get(f"/p/{CANARY}?{CANARY}")
        await client.http.get(f"/{CANARY}")
        await client.http.request(CANARY, "/graphql")

    assert answer.status_code == 200
    told = receiver.spans
    assert {name: facts(span) for name, span in told.items()} == {
        "query Customers": {
            **ANSWERED,
            "http.response.status_code": 200,
            "graphql.operation.type": "query",
            "graphql.operation.name": "Customers",
        },
        "mutation": {**ANSWERED, "http.response.status_code": 200, "graphql.operation.type": "mutation"},
        "GET /p/…": {
            **ANSWERED,
            "http.request.method": "GET",
            "http.route": "/p/…",
            "http.response.status_code": 404,
        },
        "GET": {"http.request.method": "GET", "url.scheme": "http", "http.response.status_code": 404},
        "HTTP /graphql": {**ANSWERED, "http.request.method": "_OTHER", "http.response.status_code": 401},
    }
    asked = told["query Customers"]
    assert (asked.trace_id.hex(), asked.parent_span_id.hex()) == (TRACE, CALLER)
    assert 0 < asked.end_time_unix_nano - asked.start_time_unix_nano < 30_000_000_000
    assert told["mutation"].trace_id.hex() != TRACE
    assert {span.status.code for span in told.values()} == {Status.STATUS_CODE_UNSET}
    assert [body for body in receiver.bodies if CANARY.encode() in body] == []


async def test_an_answer_is_told_with_the_steps_that_it_took(watched: Watched, receiver: Receiver) -> None:
    """Planning and each statement, by the names that they have in our code, each within the answer."""
    async with watched.asked() as client:
        await client.data(CUSTOMERS, {"q": "Ada"})

    (answer,) = receiver.spans.values()
    steps = receiver.beneath(answer)
    assert [(step.name, step.kind == STATEMENT) for step in steps] == [
        (RECOGNISED, True),
        ("plan", False),
        ("begin", True),
        ("plan.customers", True),
    ]
    assert facts(steps[1]) == {"kontor.plan.cache": "miss"}
    assert facts(steps[3]) == {"db.system.name": "postgresql", "db.query.summary": "plan.customers"}
    for step in steps:
        assert step.trace_id == answer.trace_id
        assert answer.start_time_unix_nano <= step.start_time_unix_nano < step.end_time_unix_nano
        assert step.end_time_unix_nano <= answer.end_time_unix_nano


async def test_a_plan_that_is_kept_is_told_as_found(watched: Watched, receiver: Receiver) -> None:
    """Also for other values; for what is no operation, nothing is found."""
    async with watched.asked() as client:
        for query in ("Ada", "Bob"):
            await client.data(CUSTOMERS, {"q": query})
        await client.ask("{ nothing }")

    plans = [span for span in receiver.every_span if span.name == "plan"]
    plans.sort(key=lambda span: span.start_time_unix_nano)
    assert [facts(span)["kontor.plan.cache"] for span in plans] == ["miss", "hit", "miss"]


async def test_a_bug_that_is_answered_with_200_is_an_error(
    watched: Watched, receiver: Receiver, fresh_dsn: str
) -> None:
    """The operation is named, the statement too, and what was asked for is not."""
    owner = await asyncpg.connect(fresh_dsn)
    await owner.execute("alter table customer rename to hidden")
    await owner.close()
    async with watched.asked() as client:
        answer = await client.post(CUSTOMERS, {"q": CANARY})

    kind = "asyncpg.exceptions.UndefinedTableError"
    (told,) = receiver.spans.values()
    failed = [step for step in receiver.beneath(told) if step.status.code == Status.STATUS_CODE_ERROR]
    assert answer.status_code == 200
    assert (told.name, told.status.code) == ("query Customers", Status.STATUS_CODE_ERROR)
    assert facts(told) == {
        **ANSWERED,
        "http.response.status_code": 200,
        "graphql.operation.type": "query",
        "graphql.operation.name": "Customers",
        "error.type": kind,
    }
    assert [facts(step) for step in failed] == [
        {
            "db.system.name": "postgresql",
            "db.query.summary": "plan.customers",
            "db.response.status_code": "42P01",
            "error.type": "42P01",
        }
    ]
    assert [body for body in receiver.bodies if CANARY.encode() in body] == []


@asynccontextmanager
async def serving(watched: Watched) -> AsyncIterator[Server]:
    """Run the application on a port."""
    assert watched.settings.database_url is not None
    home = watched.settings.kontor_home
    async with running_server(watched.settings.database_url, home, watched.settings) as server:
        yield server


async def test_operations_over_a_websocket_are_told_one_by_one(watched: Watched, receiver: Receiver) -> None:
    """Each with its own steps, in the trace of the handshake if that had one; a subscription with its end."""
    key, job = await watched.shop.api_key(), await make_job(watched.shop)
    traced = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
    async with serving(watched) as server, talking(server.socket_url, **traced) as talk:
        await talk.begin(key)
        await talk.subscribe("query Desk { viewer { role } }", "a")
        assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]
        await talk.subscribe(FOLLOW.replace("subscription", "subscription Follow"), "b", id=job.id)
        await talk.hear()
        await job.stands("SUCCEEDED", done=10)
        assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]
        await talk.subscribe(f"{{ {CANARY} }}", "c")
        assert (await talk.hear())["type"] == "error"

    told = receiver.spans
    assert {name: facts(span) for name, span in told.items()} == {
        "query Desk": {
            **OVER_A_SOCKET,
            "graphql.operation.type": "query",
            "graphql.operation.name": "Desk",
            "kontor.stream.end": "completed",
        },
        "subscription Follow": {
            **OVER_A_SOCKET,
            "graphql.operation.type": "subscription",
            "graphql.operation.name": "Follow",
            "kontor.stream.end": "completed",
            "kontor.stream.events": 2,
        },
        "GraphQL Operation": {**OVER_A_SOCKET, "kontor.stream.end": "refused"},
    }
    assert {span.trace_id.hex() for span in told.values()} == {TRACE}
    names = {
        name: [step.name for step in receiver.beneath(span) if step.name != RECOGNISED]
        for name, span in told.items()
    }
    assert names["query Desk"] == ["plan", "begin", "plan.viewer"]
    # Not those of its events, of which there might be no end.
    assert names["subscription Follow"] == ["plan"]
    assert [body for body in receiver.bodies if CANARY.encode() in body] == []


async def test_a_subscription_over_server_sent_events_is_told_when_it_ends(
    watched: Watched, receiver: Receiver
) -> None:
    """As the answer of its request, which it is; here we stop before its client does."""
    key, job = await watched.shop.api_key(), await make_job(watched.shop)
    headers = {"Authorization": f"Bearer {key}", "Accept": "text/event-stream"}
    body = {"query": FOLLOW, "variables": {"id": job.id}}
    async with (
        serving(watched) as server,
        httpx.AsyncClient(timeout=30) as http,
        http.stream("POST", server.url, json=body, headers=headers) as response,
    ):
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                server.running.finish()

    (told,) = receiver.spans.values()
    assert (told.name, facts(told)) == (
        "subscription",
        {
            **ANSWERED,
            "http.response.status_code": 200,
            "graphql.operation.type": "subscription",
            "kontor.stream.end": "stopped",
            "kontor.stream.events": 1,
        },
    )
