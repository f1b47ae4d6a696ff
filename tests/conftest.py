"""One Postgres per run, one migrated template database, one copy of it per test worker."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from app.embedded_postgres import EmbeddedPostgres
from db.connect import Pool, connect_pool
from db.migrate import upgrade
from tests.browser.chromium import get_chromium, launch
from tests.client import Client, asking, running_app
from tests.factories import Shop, make_shop
from tests.live import LiveServer, serving
from tests.s3.server import s3_bucket

TEMPLATE = "kontor_template"

# `pytest --hypothesis-profile=thorough`, for a look that takes minutes.
settings.register_profile("thorough", max_examples=3_000, deadline=None)
PLACE = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of plans be drawn anew."""
    parser.addoption("--rewrite-cases", action="store_true", help="write tests/graphql/cases anew")


def pytest_configure(config: pytest.Config) -> None:
    """Agree on one directory before the workers start; the first that needs Postgres starts it there."""
    if hasattr(config, "workerinput"):
        config.stash[PLACE] = Path(config.workerinput["place"])
    else:
        config.stash[PLACE] = Path(tempfile.mkdtemp(prefix="kontor-tests-"))
        config.stash[PLACE].chmod(0o711)  # the server's account passes through


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell the directory to one worker of pytest-xdist."""
    node.workerinput["place"] = str(node.config.stash[PLACE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what a killed worker may have left running, and leave nothing behind."""
    if not hasattr(config, "workerinput"):
        asyncio.run(EmbeddedPostgres(config.stash[PLACE] / "postgres").stop())
        shutil.rmtree(config.stash[PLACE])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have recorded, whichever worker ran them."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for figure in (value for name, value in report.user_properties if name == "figure"):
                terminalreporter.write_line(str(figure))


@pytest.fixture(scope="session")
async def postgres(pytestconfig: pytest.Config) -> AsyncIterator[EmbeddedPostgres]:
    """The server of this run, shared by its workers."""
    server = EmbeddedPostgres(pytestconfig.stash[PLACE] / "postgres", durable=False)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def dsn(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of this worker's own, migrated database."""
    async with _copy_of_template(postgres, "kontor") as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def outbox_dsn(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a migrated database for those who send whatever its outbox holds."""
    async with _copy_of_template(postgres, "kontor_outbox") as dsn:
        yield dsn


@pytest.fixture
async def fresh_dsn(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a migrated database in which nothing has ever been."""
    async with _copy_of_template(postgres, "kontor_fresh") as dsn:
        yield dsn


@asynccontextmanager
async def _copy_of_template(postgres: EmbeddedPostgres, name: str) -> AsyncIterator[str]:
    database = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    superuser = await asyncpg.connect(postgres.superuser_dsn())
    await superuser.execute("select pg_advisory_lock(1)")  # one worker makes the template, the others wait
    if not await superuser.fetchval("select true from pg_database where datname = $1", TEMPLATE):
        await _make_template(superuser, postgres)
    await superuser.execute("select pg_advisory_unlock(1)")
    await superuser.execute(f"create database {database} template {TEMPLATE} owner kontor_owner")
    yield postgres.dsn(database)
    await superuser.execute(f"drop database {database} with (force)")
    await superuser.close()


async def _make_template(superuser: "asyncpg.Connection[asyncpg.Record]", postgres: EmbeddedPostgres) -> None:
    # Under another name until it is whole, so that nobody copies half of it.
    await superuser.execute("drop database if exists kontor_unfinished")
    await superuser.execute("create database kontor_unfinished owner kontor_owner")
    await upgrade(postgres.dsn("kontor_unfinished"))
    await superuser.execute(f"alter database kontor_unfinished rename to {TEMPLATE}")


@pytest.fixture(scope="session")
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to this worker's database, as the application holds them."""
    pool = await connect_pool(dsn, size=20)
    yield pool
    await pool.close()


@pytest.fixture
async def shop(pool: Pool) -> Shop:
    """A merchant without anything yet."""
    return await make_shop(pool, "Laden")


@pytest.fixture
async def other_shop(pool: Pool) -> Shop:
    """Another merchant: what happens in one must leave the other as it was."""
    return await make_shop(pool, "Anderer Laden")


@pytest.fixture(scope="session")
async def http(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP to the application in this process."""
    async with running_app(dsn, tmp_path_factory.mktemp("kontor")) as app, asking(app) as http:
        yield http


@pytest.fixture
async def client(http: httpx.AsyncClient, shop: Shop) -> Client:
    """A client of the API with an owner's key of `shop`."""
    return Client(http, await shop.api_key())


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bucket, on an S3 server of this worker's own."""
    with s3_bucket(tmp_path_factory.mktemp("s3")) as url:
        yield url


@pytest.fixture(scope="session")
async def live_server(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LiveServer]:
    """A server in a process of its own, for tests that need a port.

    Its worker takes whatever its database holds to be done, so that is a database of its own too.
    """
    async with _copy_of_template(postgres, "kontor_live") as dsn:
        pool = await connect_pool(dsn, size=1)
        shop = await make_shop(pool, "Laden am Netz")
        key = await shop.api_key()
        await pool.close()
        with serving(dsn, tmp_path_factory.mktemp("live"), key) as server:
            yield server


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the tests of a module."""
    async with async_playwright() as playwright:
        started = await launch(playwright, get_chromium())
        yield started
        await started.close()
