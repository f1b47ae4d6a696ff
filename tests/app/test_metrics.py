"""What operators count, read on the port that Prometheus reads."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.asgi import create_app
from app.metrics import NAMES_LIMIT, Metrics, outcome_of
from app.settings import Settings
from db.connect import connect_pool
from tests.app.serving import free_port
from tests.client import Client, asking
from tests.factories import SECRET_KEY, Shop, make_shop

Numbers = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


@dataclass(frozen=True, slots=True)
class Watched:
    """An application with a port for its numbers, a merchant's client of it, and that merchant."""

    client: Client
    shop: Shop
    port: int

    async def numbers(self) -> Numbers:
        return await read_numbers(self.port)


async def read_numbers(port: int) -> Numbers:
    """Return what is told on a port, as Prometheus reads it."""
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.fixture
async def watched(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Watched]:
    port = free_port()
    app = create_app(
        Settings(database_url=fresh_dsn, kontor_home=tmp_path, metrics_port=port, secret_key=SECRET_KEY)
    )
    pool = await connect_pool(fresh_dsn, size=2)
    shop = await make_shop(pool)
    async with app.router.lifespan_context(app), asking(app) as http:
        yield Watched(Client(http, await shop.api_key()), shop, port)
    await pool.close()


def number(numbers: Numbers, name: str, **labels: str) -> float:
    return numbers[name, frozenset(labels.items())]


async def test_requests_are_counted_by_operation_type_and_outcome(watched: Watched) -> None:
    """And pages by their place, never by their path."""
    for _ in range(3):
        await watched.client.data("query Desk { viewer { role } }")
    await watched.client.data("{ viewer { role } }")
    await watched.client.data('mutation { customerGroupCreate(name: "A") { userErrors { code } } }')
    await watched.client.http.get("/p/a-token-as-good-as-a-key")
    await Client(watched.client.http, "wrong").post("{ viewer { role } }")

    numbers = await watched.numbers()

    counted = {name: value for name, value in numbers.items() if name[0] == "kontor_requests_total"}
    expected = {
        ("Desk", "query", "ok"): 3.0,
        ("", "query", "ok"): 1.0,
        ("", "mutation", "ok"): 1.0,
        ("", "/p/…", "refused"): 1.0,
        ("", "/graphql", "refused"): 1.0,
    }
    labels = ("operation", "type", "outcome")
    assert {
        tuple(dict(key)[label] for label in labels): value for (_, key), value in counted.items()
    } == expected
    assert number(numbers, "kontor_request_seconds_count", type="query") == 4.0


async def test_a_bug_in_one_field_is_a_failed_request_whatever_its_status(
    watched: Watched, fresh_dsn: str
) -> None:
    """The next request is none."""
    query = "{ viewer { role } customers { nodes { id } } }"
    owner = await asyncpg.connect(fresh_dsn)
    await owner.execute("alter table customer rename to hidden")
    broken = await watched.client.post(query)
    await owner.execute("alter table hidden rename to customer")
    await owner.close()
    await watched.client.data(query)

    numbers = await watched.numbers()

    of = {"operation": "", "type": "query"}
    assert broken.status_code == 200
    assert number(numbers, "kontor_requests_total", outcome="failed", **of) == 1.0
    assert number(numbers, "kontor_requests_total", outcome="ok", **of) == 1.0


async def test_plans_and_connections_are_counted(watched: Watched) -> None:
    for _ in range(4):
        await watched.client.data("{ viewer { role } }")

    numbers = await watched.numbers()

    assert number(numbers, "kontor_plans_total", cache="hit") == 3.0
    assert number(numbers, "kontor_plans_total", cache="miss") == 1.0
    assert number(numbers, "kontor_pool_limit") == 10.0
    assert number(numbers, "kontor_pool_connections", state="in_use") == 0.0
    assert number(numbers, "kontor_pool_waiting") == 0.0
    assert number(numbers, "kontor_database_up") == 1.0


async def test_what_waits_is_counted_with_how_long_it_has_been_due(watched: Watched) -> None:
    """Of all merchants together: an operator is told no names."""
    shop = watched.shop
    await shop.request(await shop.customer(phone="+491701234567", email="ada@example.com"))
    await shop.fetch(
        """
        update delivery set next_at = now() - interval '1 hour'
        where merchant_id = $1 and channel = 'SMS' returning id
        """
    )

    numbers = await watched.numbers()

    text = {"queue": "delivery", "part": "SMS", "state": "QUEUED"}
    assert number(numbers, "kontor_queue_depth", **text) == 1.0
    assert number(numbers, "kontor_queue_depth", **{**text, "part": "EMAIL"}) == 1.0
    assert 3_600 <= number(numbers, "kontor_queue_overdue_seconds", **text) < 3_700


async def test_without_a_port_nobody_is_told(http: httpx.AsyncClient) -> None:
    """Least of all on the port of the API."""
    assert (await http.get("/metrics")).status_code == 404


async def test_other_paths_and_what_is_no_request_are_refused(watched: Watched) -> None:
    async with httpx.AsyncClient() as http:
        missing = await http.get(f"http://127.0.0.1:{watched.port}/")
    reader, writer = await asyncio.open_connection("127.0.0.1", watched.port)
    writer.write(b"x" * 100_000)
    with closing(writer):
        said = await asyncio.wait_for(reader.read(), 5)

    assert missing.status_code == 404
    assert said == b""
    assert number(await watched.numbers(), "kontor_database_up") == 1.0


async def test_names_without_end_are_counted_as_others(fresh_dsn: str) -> None:
    """A client may name each of its operations anew."""

    class NoPlans:
        found = made = 0

    metrics = Metrics(NoPlans())
    for count in range(NAMES_LIMIT + 50):
        metrics.count(f"Operation{count}", "query", "ok", 0.001)
    pool = await connect_pool(fresh_dsn, size=1)

    exposed = (await metrics.exposed(pool)).decode()
    await pool.close()

    assert len(re.findall(r"^kontor_requests_total\{", exposed, re.MULTILINE)) == NAMES_LIMIT + 1
    assert 'kontor_requests_total{operation="other",outcome="ok",type="query"} 50.0' in exposed


def test_an_outcome_says_who_can_mend_it() -> None:
    assert [outcome_of(status) for status in (200, 303, 404, 429, 500, 503)] == [
        *("ok", "ok", "refused", "refused", "failed", "failed")
    ]
    assert outcome_of(200, own_failures=1) == "failed"
