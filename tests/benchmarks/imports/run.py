"""Imports are measured beside bare COPY, on one server and in one run, from the upload to the last row."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from app.embedded_postgres import EmbeddedPostgres
from app.settings import CHECKOUT
from db.connect import Connection, Pool, connect_pool
from db.migrate import upgrade
from domain.access import Role
from domain.ids import MerchantId
from services.api_keys import create_api_key
from services.merchants import create_merchant
from tests.benchmarks.imports.bare import copy_seconds, make_groups, write_copy
from tests.benchmarks.imports.lists import People, write_csv, write_xls, write_xlsx
from tests.benchmarks.imports.served import Served, serving
from tests.benchmarks.imports.watching import Watched, asking, watch
from tests.benchmarks.server import free_port

_HOME = CHECKOUT / ".kontor" / "bench-imports"
_EMPTY = "drop schema if exists public cascade; create schema public"
_SOME = "select 'cus_' || id from customer where merchant_id = $1 order by md5(id::text) limit 500"
_MOST_XLS_ROWS = 65_535  # and the header
_MOST_XLSX_ROWS = 100_000
_ALONE_S = 10.0
_SHARE_THERE = 5  # one in five of the list's customers is there already


@dataclass(frozen=True)
class Imported:
    """What a run has found: `alone` and `meanwhile` hold the latencies of others' queries."""

    rows: int
    copy_s: float
    csv: Watched
    workbooks: dict[str, tuple[int, Watched]]
    alone: Watched
    meanwhile: Watched


@dataclass(frozen=True)
class Bench:
    """Where a run takes place."""

    pool: Pool
    connection: Connection
    served: Served
    folder: Path

    async def merchant(self, name: str) -> tuple[MerchantId, str]:
        """Return a new merchant and a key of hers."""
        merchant_id = await create_merchant(
            self.pool, name, region="DE", currency="EUR", locale="de-DE", time_zone="Europe/Berlin"
        )
        return merchant_id, (await create_api_key(self.pool, merchant_id, Role.OWNER, "benchmark")).secret

    async def bring(self, path: Path, key: str) -> Watched:
        """Import a file and return what was seen of it."""
        return await watch(self.served, await self.served.hand_in(path, key), key)


async def run(rows: int, *, workbooks: bool = True) -> Imported:
    """Measure a list of so many rows, and workbooks of as many of them as they can hold."""
    async with _bench() as bench:
        copy_s = await _bare(bench, rows)
        csv, alone, meanwhile = await _imported(bench, rows)
        others = await _workbooks(bench, rows) if workbooks else {}
        return Imported(rows, copy_s, csv, others, alone, meanwhile)


@asynccontextmanager
async def _bench() -> AsyncIterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        async with EmbeddedPostgres(_HOME, durable=False) as postgres:
            dsn = postgres.dsn()
            connection = await asyncpg.connect(dsn)
            await connection.execute(_EMPTY)
            await upgrade(dsn)
            pool = await connect_pool(dsn, size=1)
            with serving(dsn, Path(folder), port := free_port()) as process:
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                    yield Bench(pool, connection, Served(process, client), Path(folder))
            await pool.close()
            await connection.close()


async def _bare(bench: Bench, rows: int) -> float:
    merchant, _ = await bench.merchant("COPY")
    path = bench.folder / "list.copy"
    groups = await make_groups(bench.connection, merchant)
    await asyncio.to_thread(write_copy, path, merchant, groups, People(1, rows))
    seconds = await copy_seconds(bench.connection, path)
    path.unlink()
    await bench.connection.execute("truncate customer cascade")
    return seconds


async def _imported(bench: Bench, rows: int) -> tuple[Watched, Watched, Watched]:
    merchant, key = await bench.merchant("CSV")
    there = People(2, rows // _SHARE_THERE, city="Altstadt")
    await bench.bring(await _written(bench, "there.csv", write_csv, there), key)
    await bench.connection.execute("vacuum (analyze) customer, customer_identity")
    path = await _written(bench, "list.csv", write_csv, People(2, rows))
    customers = [row[0] for row in await bench.connection.fetch(_SOME, merchant)]
    async with asking(bench.served, key, customers) as alone:
        await asyncio.sleep(_ALONE_S)
    async with asking(bench.served, key, customers) as meanwhile:
        csv = await bench.bring(path, key)
    return csv, alone, meanwhile


async def _workbooks(bench: Bench, rows: int) -> dict[str, tuple[int, Watched]]:
    found = {}
    for name, write, most in ((".xls", write_xls, _MOST_XLS_ROWS), (".xlsx", write_xlsx, _MOST_XLSX_ROWS)):
        _, key = await bench.merchant(name)
        count = min(rows, most)
        path = await _written(bench, f"list{name}", write, People(3, count))
        found[name] = count, await bench.bring(path, key)
    return found


async def _written(bench: Bench, name: str, write: Callable[[Path, People], None], people: People) -> Path:
    path = bench.folder / name
    await asyncio.to_thread(write, path, people)
    return path
