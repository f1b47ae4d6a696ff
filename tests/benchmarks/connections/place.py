"""Connections are measured at a Kontor of their own: an empty database, no worker, enough open files."""

import resource
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from app.embedded_postgres import EmbeddedPostgres
from app.settings import CHECKOUT
from db.connect import Pool, connect_pool
from db.migrate import upgrade
from domain.access import Role
from services.api_keys import create_api_key
from services.merchants import create_merchant
from tests.benchmarks.imports.served import BenchmarkFailed, Served, serving
from tests.benchmarks.server import free_port

_HOME = CHECKOUT / ".kontor" / "bench-connections"
_EMPTY = "drop schema if exists public cascade; create schema public"
# What a process opens besides the connections that are measured.
_OTHER_FILES = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A served Kontor; `served.process` is the one that answers."""

    pool: Pool
    served: Served
    port: int

    async def key(self) -> str:
        """Return an owner's key of a new merchant."""
        merchant = await create_merchant(
            self.pool, "Laden", region="DE", currency="EUR", locale="de-DE", time_zone="Europe/Berlin"
        )
        return (await create_api_key(self.pool, merchant, Role.OWNER, "benchmark")).secret


@asynccontextmanager
async def place(connections: int) -> AsyncIterator[Place]:
    """Give a server that can hold so many connections. Errors: BenchmarkFailed when the system forbids it."""
    _allow_files(connections + _OTHER_FILES)
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedPostgres(_HOME, durable=False) as postgres:
            dsn = postgres.dsn()
            connection = await asyncpg.connect(dsn)
            await connection.execute(_EMPTY)
            await connection.close()
            await upgrade(dsn)
            pool = await connect_pool(dsn, size=1)
            with serving(dsn, Path(folder), port := free_port(), WORKER="off") as process:
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                    yield Place(pool, Served(process, client), port)
            await pool.close()


def _allow_files(count: int) -> None:
    """Let this process and those that it starts open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, hard)))
    except (ValueError, OSError):
        raise BenchmarkFailed(f"{count} open files are needed, {hard} allowed: ulimit -n") from None
