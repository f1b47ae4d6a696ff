"""One root field is one SQL statement, whatever is selected beneath it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from db.connect import Pool
from tests.client import Client, asking, running_app
from tests.graphql.dataset.two_merchants import SeededMerchant

NESTED = """{
  customers(first: 9) {
    totalCount
    facets { byGroup { group { name customerCount readiness { smsReady blocked { count } } } count } }
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      group { customers(last: 2) { totalCount nodes { displayName } } }
      payments(first: 3) { totals { formatted } nodes { events { amount { formatted } } customer { id } } }
      customFields { definition { key } value } stats { totalPaid { amount } } timeline { nodes { id } }
    } }
  }
}"""
EACH_ROOT = [
    "node(id: $id) { id }",
    "nodes(ids: [$id, $id]) { id ... on Customer { group { id } payments { nodes { id } } } }",
    "viewer { merchant { name } actor { name } role permissions }",
    "customer(id: $id) { displayName payments { nodes { amount { formatted } } } }",
    'customer(phone: "0151 23456789") { id }',
    'customers(query: "mü", where: {totalPaid: {currency: "EUR", gte: "1"}}) { nodes { id } totalCount }',
    'customerGroup(name: "Stammkunden") { customers { nodes { id } } }',
    "customerGroups { nodes { id readiness { smsReady } } }",
    "customFieldDefinitions { key }",
    "payment(id: $id) { id events { type } }",
    "payments { nodes { customer { group { name } } } totals { amount } }",
    "paymentRequests { nodes { deliveries { message { text issues { code } } } batch { id } } }",
    "paymentRequestBatch(id: $id) { preflight { warnings { message } } requests { nodes { id } } }",
    "messageTemplates { variants { body } issues { message } }",
    "webhookEndpoints { url secret }",
    "webhookSubscriptions { secret messages { nodes { data attempts { error } } } }",
    "customerImport(id: $id) { id }",
    "customerImports { nodes { issues { nodes { message } } } }",
]


class Heard:
    """What the only connection of a pool was sent while listening."""

    def __init__(self, pool: Pool, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._pool = pool
        self._connection = connection
        self.statements: list[str] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Hear what is sent while this is open, up to the end of a reading that lingers."""
        await self._ended()
        self.statements.clear()
        with self._connection.query_logger(lambda query: self.statements.append(query.query)):
            yield
            await self._ended()
            await asyncio.sleep(0)  # asyncpg tells of a statement a turn of the loop later

    async def _ended(self) -> None:
        async with self._pool.acquire():
            pass


@pytest.fixture(scope="module")
async def alone(
    dsn: str, merchant: SeededMerchant, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Client, Heard]]:
    """A client of an application with a single connection, and what is heard on it."""
    home: Path = tmp_path_factory.mktemp("alone")
    async with running_app(dsn, home, pool_size=1) as app, asking(app) as http:
        pool: Pool = app.state.pool
        async with pool.acquire() as connection:
            heard = Heard(pool, connection)
        yield Client(http, merchant.secret), heard


@pytest.mark.parametrize("root", EACH_ROOT)
async def test_each_root_field_is_one_statement(alone: tuple[Client, Heard], root: str) -> None:
    """Between the begin, which brings the merchant along, and the commit."""
    client, heard = alone
    declared = "($id: ID!)" if "$id" in root else ""
    query = f"query {declared} {{ {root} }}"
    await client.ask(query, {"id": "cus_x"})  # the caller and the types are known from here on

    async with heard.listening():
        body = await client.ask(query, {"id": "cus_x"})

    assert "errors" not in body
    begin, statement, commit = heard.statements
    assert (begin.split(";")[0], commit) == ("begin isolation level repeatable read read only", "commit")
    assert statement.startswith("SELECT")


async def test_all_that_is_nested_is_in_the_one_statement(alone: tuple[Client, Heard]) -> None:
    client, heard = alone
    await client.data(NESTED)

    async with heard.listening():
        await client.data(NESTED)

    assert len(heard.statements) == 3


async def test_several_root_fields_are_read_from_one_snapshot(alone: tuple[Client, Heard]) -> None:
    client, heard = alone
    query = "{ a: customers { totalCount } b: payments { totalCount } c: __typename viewer { role } }"
    await client.data(query)

    async with heard.listening():
        await client.data(query)

    assert len(heard.statements) == 5


async def test_a_reading_is_ended_with_the_beginning_of_the_next_one(alone: tuple[Client, Heard]) -> None:
    """Two requests in a row are five round trips, not six."""
    client, heard = alone
    await client.data("{ viewer { role } }")

    async with heard.listening():
        await client.data("{ viewer { role } }")
        await client.data("{ viewer { role } }")

    first, _, second, _, end = (statement.split(";")[0:2] for statement in heard.statements)
    assert first[0] == "begin isolation level repeatable read read only"
    assert second == ["commit", "begin isolation level repeatable read read only"]
    assert end == ["commit"]


async def test_what_needs_no_row_needs_no_statement(alone: tuple[Client, Heard]) -> None:
    client, heard = alone
    query = "{ __typename __schema { queryType { name } } }"
    await client.data(query)

    async with heard.listening():
        await client.data(query)

    assert heard.statements == []
