"""The benchmark's data is loaded once into a database and used again until what makes it changes."""

import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from itertools import islice
from pathlib import Path

import asyncpg

from db.connect import Connection
from db.migrate import upgrade
from tests.benchmarks.data import indexes, rows, stamp
from tests.benchmarks.data.ids import Series, uuid_of
from tests.benchmarks.data.sample import check_sample
from tests.benchmarks.data.shape import BEGIN, Shape, shape_of

_DERIVED = Path(__file__).with_name("derived.sql")
_LINES = 4096  # a COPY message of about a megabyte
_START_OVER = "drop schema if exists bench, public cascade; create schema public; create schema bench"
# Only this session forgets the last moments in a crash; an unstamped load is done again anyway.
_BULK = "set synchronous_commit = off; set maintenance_work_mem = '1GB'; set work_mem = '256MB'"


async def prepare(dsn: str, scale: float) -> None:
    """Make sure that the database at `dsn`, the owner's, holds the data at this scale."""
    wanted = stamp.version(scale)
    connection = await asyncpg.connect(dsn)
    try:
        if await stamp.find_version(connection) != wanted:
            await _load(connection, dsn, shape_of(scale))
            await stamp.stamp(connection, wanted)
    finally:
        await connection.close()


async def _load(connection: Connection, dsn: str, shape: Shape) -> None:
    check_sample(shape)
    await connection.execute(_START_OVER)
    await _timed("migrations", upgrade(dsn))
    await connection.execute(_BULK)
    taken = await indexes.take_off(connection)
    await _load_merchants(connection, shape)
    customers = rows.Customers(shape)
    await _timed(
        "customer", _copy(connection, "customer", rows.CUSTOMER_COLUMNS, rows.customer_lines(customers))
    )
    await _timed("payment", _copy(connection, "payment", rows.PAYMENT_COLUMNS, rows.payment_lines(customers)))
    for statement in _DERIVED.read_text().split("\n\n")[1:]:
        await _timed(statement.split()[2], connection.execute(statement))
    await _timed("keys and indexes", indexes.put_back(connection, taken))
    await _timed("vacuum", connection.execute("vacuum (analyze)"))


async def _load_merchants(connection: Connection, shape: Shape) -> None:
    for number in range(len(shape.customers)):
        merchant = uuid_of(Series.MERCHANT, number)
        await connection.execute(
            "insert into merchant values ($1, $2, 'DE', $3, 'de-DE', 'Europe/Berlin', $4)",
            merchant,
            f"Merchant {number}",
            rows.currency_of(number),
            BEGIN,
        )
        await connection.executemany(
            """insert into customer_group (merchant_id, created_at, updated_at, id, version, name, name_key)
            values ($1, $2, $2, $3, 1, $4, $5)""",
            [
                (merchant, BEGIN, rows.group_hex(number, group), f"Gruppe {group}", f"gruppe{group}")
                for group in range(shape.groups(number))
            ],
        )


async def _copy(connection: Connection, table: str, columns: str, lines: Iterator[str]) -> None:
    # Postgres takes no COPY into a table whose policies hold for the one who copies.
    await connection.execute(f"alter table {table} no force row level security")
    await connection.copy_to_table(table, source=_messages(lines), columns=columns.split())
    await connection.execute(f"alter table {table} force row level security")


async def _messages(lines: Iterator[str]) -> AsyncIterator[bytes]:
    while some := list(islice(lines, _LINES)):
        yield "".join(some).encode()


async def _timed(what: str, work: Awaitable[object]) -> None:
    begin = time.monotonic()
    await work
    print(f"  {what}: {time.monotonic() - begin:.1f} s", flush=True)
