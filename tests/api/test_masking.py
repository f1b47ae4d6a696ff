"""A bug is told by a number and nothing else, and written into the log once, under that number."""

import logging
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.embedded_postgres import EmbeddedPostgres
from db.connect import connect_pool
from tests.api.arguments import least_arguments
from tests.api.asking import send
from tests.api.furnished import furnish
from tests.api.root_fields import ROOT_FIELDS
from tests.client import Client, asking, running_app
from tests.conftest import TEMPLATE
from tests.factories import Shop, make_shop

SECRET = "Zoë Geheim"
ASK = f'{{ viewer {{ role }} customers(query: "{SECRET}") {{ totalCount }} }}'
CREATE = f'mutation {{ customerCreate(input: {{firstName: "{SECRET}"}}) {{ userErrors {{ code }} }} }}'


@dataclass(frozen=True, slots=True)
class Broken:
    """A client of an application whose database can be damaged without harm to other tests."""

    client: Client
    shop: Shop
    owner: "asyncpg.Connection[asyncpg.Record]"

    async def break_(self, table: str) -> None:
        """Rename a table behind the application's back, as a bad migration would."""
        await self.owner.execute(f"alter table {table} rename to {table}_gone")


@pytest.fixture
async def broken(postgres: EmbeddedPostgres, dsn: str, tmp_path: Path) -> AsyncIterator[Broken]:
    """A database of its own; `dsn` has made the template."""
    database = f"broken_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    superuser = await asyncpg.connect(postgres.superuser_dsn())
    await superuser.execute(f"create database {database} template {TEMPLATE} owner kontor_owner")
    own_dsn = postgres.dsn(database)
    pool = await connect_pool(own_dsn, size=2)
    owner = await asyncpg.connect(own_dsn)
    async with running_app(own_dsn, tmp_path, pool_size=2) as app, asking(app) as http:
        shop = await make_shop(pool)
        yield Broken(Client(http, await shop.api_key()), shop, owner)
    await owner.close()
    await pool.close()
    await superuser.execute(f"drop database {database} with (force)")
    await superuser.close()


@pytest.mark.parametrize("operation", [ASK, CREATE], ids=["query", "mutation"])
async def test_a_bug_is_masked_and_logged_once(
    broken: Broken, caplog: pytest.LogCaptureFixture, operation: str
) -> None:
    """The client gets a code, a sentence in its language and the number under which the log tells more."""
    await broken.break_("customer")
    caplog.set_level(logging.DEBUG)

    answer = await broken.client.post(operation, accept_language="en")

    body = answer.json()
    [error] = body["errors"]
    trace_id = error["extensions"]["traceId"]
    assert (answer.status_code, body["data"]) == (200, None)
    assert error == {
        "message": "Something went wrong on our side. Please try again; if it stays so, "
        f"tell us the number {trace_id}.",
        "path": ["customers" if operation != CREATE else "customerCreate"],
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "traceId": trace_id},
    }
    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.getMessage() == f"bug {trace_id}"
    assert "customer" in str(record.exc_info and record.exc_info[1])


async def test_the_log_of_a_bug_names_nobody(broken: Broken, caplog: pytest.LogCaptureFixture) -> None:
    """What a request was about is none of the log's business."""
    await broken.break_("customer")

    await broken.client.ask(ASK)
    await broken.client.ask(CREATE)

    assert caplog.text.count("bug ") == 2
    assert SECRET not in caplog.text
    assert "Geheim" not in caplog.text


async def test_a_broken_field_that_may_be_null_leaves_the_others(
    broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    """One bug is one error: what is asked for beside it is read from another snapshot."""
    await broken.break_("payment")

    body = await broken.client.ask('{ viewer { role } payment(id: "pay_x") { id } customers { totalCount } }')

    assert body["data"] == {"viewer": {"role": "OWNER"}, "payment": None, "customers": {"totalCount": 0}}
    assert [(error["path"], error["extensions"]["code"]) for error in body["errors"]] == [
        (["payment"], "INTERNAL_SERVER_ERROR")
    ]
    assert caplog.text.count("bug ") == 1


async def test_whatever_breaks_nothing_of_our_insides_is_told(broken: Broken) -> None:
    """Every root field on a database in which nothing is where it was."""
    ids = (await furnish(broken.shop)).ids
    for table in ("customer", "payment", "customer_group", "custom_field_definition", "customer_import"):
        await broken.break_(table)
    told: list[Any] = []

    for root in ROOT_FIELDS:
        answer = await send(broken.client, root, least_arguments(root, ids))
        for error in answer.json().get("errors", []):
            assert set(error) <= {"message", "path", "extensions", "locations"}
            assert set(error["extensions"]) == {"code", "traceId"}
            assert len(error["message"]) < 200
            told.append((root.name, error["message"]))
        assert not any(
            word in answer.text for word in ("asyncpg", "relation", "_gone", "Traceback", "select ")
        )

    assert len(told) > len(ROOT_FIELDS) / 2


async def test_a_database_that_is_gone_is_no_dropped_connection(broken: Broken) -> None:
    """Connections that were cut are replaced, and until then the answer has a code."""
    await broken.client.data("{ viewer { role } }")
    await broken.owner.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )

    answers = [await broken.client.ask("{ viewer { role } }") for _ in range(4)]

    assert answers[-1] == {"data": {"viewer": {"role": "OWNER"}}}
    codes = {error["extensions"]["code"] for answer in answers for error in answer.get("errors", [])}
    assert codes <= {"INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"}
