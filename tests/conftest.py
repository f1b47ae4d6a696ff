"""One Postgres per run, one migrated template database, one copy of it per test worker."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.embedded_postgres import EmbeddedPostgres
from db.migrate import upgrade

TEMPLATE = "kontor_template"
PLACE = pytest.StashKey[Path]()


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
    database = f"kontor_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
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
