"""An import that makes tables grow many times over is planned for what they hold by then."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.connect import Pool, connect_pool
from services.statistics import keep_statistics
from services.storage import Storage
from tests.factories import make_shop
from tests.services.imports.importing import Desk, many

ROWS = 6_000

# What Postgres believes, and by which index customers were looked up, most of all by foreign keys.
BELIEVED = "select reltuples::int from pg_class where relname = $1"
LOOKED_UP_BY = """
select indexrelname from pg_stat_user_indexes where relname = 'customer' order by idx_scan desc limit 1
"""


@pytest.fixture
async def fresh(fresh_dsn: str) -> AsyncIterator[Pool]:
    """A pool of one connection, as all plans are kept by connection."""
    pool = await connect_pool(fresh_dsn, size=1)
    yield pool
    await pool.close()


async def test_a_long_import_after_a_short_one_looks_customers_up_by_their_keys(
    fresh: Pool, tmp_path: Path
) -> None:
    """What the short one has planned with hardly any customers would read all of them, for each row."""
    shop = await make_shop(fresh, "Laden")
    desk = Desk(shop, Storage.at(tmp_path.as_uri()))
    await desk.bring(many(300, lambda number: f"A{number};Kurz {number};0151 2{number:07}"))
    await desk.bring(many(10, lambda number: f"B{number};Kurz {number};0151 3{number:07}"))

    report = await desk.bring(many(ROWS, lambda number: f"C{number};Lang {number};0151 4{number:07}"))

    assert report.counts == {"row_count": ROWS, "created": ROWS}
    async with fresh.acquire() as connection:
        await connection.execute("select pg_stat_force_next_flush()")
    assert [row[0] for row in await fresh.fetch(LOOKED_UP_BY)] == ["customer_pkey"]


async def test_tables_that_have_outgrown_what_is_known_are_counted_anew(fresh: Pool, tmp_path: Path) -> None:
    """Once, and not again while they stay as large."""
    shop = await make_shop(fresh, "Laden")
    desk = Desk(shop, Storage.at(tmp_path.as_uri()))

    await desk.bring(many(3_000, lambda number: f"{number};Name {number};0151 2{number:07}"))

    believed = [(await fresh.fetch(BELIEVED, table))[0][0] for table in ("customer", "customer_identity")]
    assert believed == [3_000, 6_000]
    assert await keep_statistics(fresh) == []
