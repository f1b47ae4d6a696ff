"""What an operation may take is the same over streams as over HTTP: seconds, and points."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import orjson
import pytest

from app.graphql.engine import Engine
from app.graphql.limits import INVALID_COST
from app.graphql.subscriptions import CutOff
from app.http.refusals import Refused
from app.settings import Settings
from domain.ids import CustomerId, Kind, encode
from tests.factories import Shop
from tests.streams.conftest import Server, running_server
from tests.streams.own_engine import Keeper, surroundings
from tests.streams.talk import talking
from tests.streams.test_event_stream import everything

CHANGE = """mutation ($id: ID!) {
  customerUpdate(id: $id, input: {firstName: "Too late"}) { customer { firstName } }
}"""
TIMEOUT_S = 0.3
LIMIT = 1_000


@pytest.fixture
async def customer_id(shop: Shop) -> CustomerId:
    return await shop.customer("In time")


@asynccontextmanager
async def held(dsn: str, customer_id: CustomerId) -> AsyncIterator[None]:
    """Hold the customer for as long as the block lasts."""
    connection = await asyncpg.connect(dsn)
    async with connection.transaction():
        await connection.execute("select from customer where id = $1 for update", customer_id)
        yield
    await connection.close()


async def test_what_takes_too_long_is_given_up_over_a_stream(
    server: Server, shop: Shop, customer_id: CustomerId, dsn: str
) -> None:
    """And what it had begun is rolled back."""
    engine = Engine(timeout_s=TIMEOUT_S)
    given = {"id": encode(Kind.CUSTOMER, customer_id)}

    async with held(dsn, customer_id):
        with pytest.raises(CutOff) as cut_off:
            await anext(engine.results(CHANGE, None, given, surroundings(server, shop), Keeper(shop.caller)))

    [error] = cut_off.value.errors
    assert error["extensions"] == {"code": "TIMED_OUT"}
    name = "select first_name from customer where merchant_id = $1 and id = $2"
    assert await shop.value(name, customer_id) == "In time"


async def test_what_takes_too_long_is_given_up_over_http(
    server: Server, shop: Shop, customer_id: CustomerId, dsn: str
) -> None:
    engine = Engine(timeout_s=TIMEOUT_S)
    given = {"id": encode(Kind.CUSTOMER, customer_id)}
    prepared = engine.prepared(engine.operation(CHANGE, None), given)

    async with held(dsn, customer_id):
        with pytest.raises(Refused) as refused:
            await engine.answer(prepared, surroundings(server, shop))

    assert (refused.value.status, refused.value.code) == (503, "TIMED_OUT")


@pytest.fixture
async def frugal(dsn: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that gives each key some points, and hardly more."""
    settings = Settings(database_url=dsn, kontor_home=tmp_path, cost_limit=LIMIT, cost_per_second=1)
    async with running_server(dsn, tmp_path, settings) as server:
        yield server


async def test_what_can_not_be_run_costs_the_same_over_streams(frugal: Server, key: str) -> None:
    async with talking(frugal.socket_url) as talk:
        await talk.begin(key)
        await talk.subscribe("{ nothing }")
        assert (await talk.hear())["type"] == "error"
    await everything(frugal, key, "{ nothing }")

    async with httpx.AsyncClient() as http:
        body = orjson.dumps({"query": "{ viewer { role } }", "extensions": {"cost": True}})
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        answer = (await http.post(frugal.url, content=body, headers=headers)).json()

    taken = LIMIT - answer["extensions"]["cost"]["available"]
    assert taken - answer["extensions"]["cost"]["requested"] in (2 * INVALID_COST, 2 * INVALID_COST - 1)
