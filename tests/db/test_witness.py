"""Who watches is told of each statement by its name, and of nothing that stands in it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest
from sqlalchemy import text

from db import groups, job_looks
from db.connect import Pool, connect_pool
from db.jobs import NOTIFY
from db.reading import reading
from db.statement import Statement
from db.witness import watch_statements
from db.writing import writing
from domain.ids import Kind, new_id
from tests.factories import Shop


@dataclass(frozen=True, slots=True)
class Witness:
    """Keeps what it is told: statements with what they failed with, and waits in seconds."""

    told: list[tuple[str, type[BaseException] | None]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def ran(self, name: str, begun: float, seconds: float, error: BaseException | None) -> None:
        assert begun > 0
        assert 0 < seconds < 30
        self.told.append((name, None if error is None else type(error)))

    def waited(self, _begun: float, seconds: float) -> None:
        self.waits.append(seconds)


@contextmanager
def watching() -> Iterator[Witness]:
    witness = Witness()
    watch_statements(witness)
    yield witness
    watch_statements(None)


@pytest.fixture
async def single(dsn: str) -> AsyncIterator[Pool]:
    pool = await connect_pool(dsn, size=1)
    yield pool
    await pool.close()


async def test_statements_are_told_by_the_constants_that_hold_them(single: Pool, shop: Shop) -> None:
    """And what opens and ends their transaction, which is on its way as long."""
    merchant = shop.caller.merchant_id
    look = job_looks.LOOKS[Kind.IMPORT]
    with watching() as witness:
        async with writing(single, merchant) as tx:
            await groups.NAMES.fetch(tx, merchant=merchant)
            await NOTIFY.execute(tx)
            await look.fetch_row(tx, merchant=merchant, job=new_id())
    async with reading(single, merchant) as connection:
        await groups.NAMES.fetch(connection, merchant=merchant)

    names = ["begin", "groups.NAMES", "jobs.NOTIFY", "job_looks.LOOKS", "commit"]
    assert witness.told == [(name, None) for name in names]


async def test_what_fails_is_told_with_its_error(single: Pool, shop: Shop) -> None:
    with watching() as witness, pytest.raises(asyncpg.DivisionByZeroError):
        async with writing(single, shop.caller.merchant_id) as tx:
            await Statement(text("select 1 / 0")).fetch(tx)

    assert witness.told == [
        ("begin", None),
        ("tests.db.test_witness", asyncpg.DivisionByZeroError),
        ("rollback", None),
    ]


async def test_who_waits_for_a_connection_is_told_for_how_long(single: Pool, shop: Shop) -> None:
    """Somebody else has the only one."""
    taken = await single.take()
    with watching() as witness:
        waiting = asyncio.create_task(single.take())
        await asyncio.sleep(0.05)
    single.give_back(taken)
    single.give_back(await waiting)

    (waited,) = witness.waits
    assert 0.04 < waited < 30
