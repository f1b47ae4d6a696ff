"""A reading that is over is ended soon, and nothing that comes after it on its connection is inside it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from db.connect import Pool, connect_pool
from db.pool import LINGER_S
from db.reading import reading
from db.writing import administering, writing
from domain.ids import new_id
from tests.factories import Shop

WHERE = "select current_user::text, current_setting('app.merchant_id', true), pg_backend_pid()"


@pytest.fixture
async def single(dsn: str) -> AsyncIterator[Pool]:
    """A pool of one connection, so that it is always the same one."""
    pool = await connect_pool(dsn, size=1)
    yield pool
    await pool.close()


async def state_of(owner: "asyncpg.Connection[asyncpg.Record]", pid: int) -> str:
    return str(await owner.fetchval("select state from pg_stat_activity where pid = $1", pid))


async def read_something(pool: Pool) -> int:
    async with reading(pool, new_id()) as connection:
        return int((await connection.fetchrow(WHERE))[2])  # type: ignore[index]


async def test_nobody_next_is_inside_a_reading_that_lingers(single: Pool) -> None:
    """Neither who takes a bare connection nor the owner is the merchant of before."""
    await read_something(single)
    async with single.acquire() as connection:
        bare = await connection.fetchrow(WHERE)
    await read_something(single)
    async with administering(single) as connection:
        owner = await connection.fetchrow(WHERE)

    assert bare is not None
    assert owner is not None
    assert tuple(bare)[:2] == tuple(owner)[:2] == ("kontor_owner", "")


async def test_a_reading_that_lingers_sees_nothing_that_comes_later(single: Pool, shop: Shop) -> None:
    """The next reading has a snapshot of its own, and a writing is none."""
    merchant_id = shop.caller.merchant_id
    count = "select count(*) from customer_group where merchant_id = $1"
    async with reading(single, merchant_id) as connection:
        before = await connection.fetchval(count, merchant_id)
    await shop.group("Stammkunden")

    async with reading(single, merchant_id) as connection:
        after = await connection.fetchval(count, merchant_id)
    async with writing(single, merchant_id) as connection:
        read_only = await connection.fetchval("show transaction_read_only")

    assert (before, after, read_only) == (0, 1, "off")


async def test_a_reading_that_nobody_ends_is_ended_soon(
    single: Pool, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """An idle server holds no transaction open: vacuum and migrations would wait for it."""
    pid = await read_something(single)

    async with asyncio.timeout(LINGER_S * 200):
        while await state_of(owner, pid) != "idle":  # noqa: ASYNC110  (Postgres tells nobody)
            await asyncio.sleep(LINGER_S)

    assert await read_something(single) == pid


async def test_a_connection_that_dies_while_it_lingers_is_replaced(
    single: Pool, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Whoever comes next gets another one."""
    pid = await read_something(single)
    await owner.execute("select pg_terminate_backend($1)", pid)
    await asyncio.sleep(LINGER_S * 4)

    assert await read_something(single) != pid


async def test_who_waits_in_line_gets_a_connection_that_lingers(single: Pool) -> None:
    """Ten readings share one connection, one after the other."""
    assert len(set(await asyncio.gather(*(read_something(single) for _ in range(10))))) == 1
