"""The demo is made once, only where it is wanted, and opened by a key that only this user can read."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from app.demo.filling import DEMO_ID, make_demo
from app.demo.key_file import demo_key
from app.demo.opening import open_demo, open_demo_unless_in_use
from app.demo.requests import Outside
from app.demo.words import shop
from app.embedded_postgres import EmbeddedPostgres
from db.connect import Pool, connect_pool
from services.api_keys import list_api_keys, revoke_api_key
from services.merchants import find_merchants
from tests.conftest import TEMPLATE
from tests.factories import ADDRESSES, SECRETS, make_shop

TODAY = date(2026, 3, 1)
OUTSIDE = Outside(ADDRESSES, SECRETS)


@pytest.fixture
async def empty(postgres: EmbeddedPostgres, dsn: str) -> AsyncIterator[Pool]:
    """A migrated database without any merchant; `dsn` has made the template it is copied from."""
    database = f"kontor_demo_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    superuser = await asyncpg.connect(postgres.superuser_dsn())
    await superuser.execute(f"create database {database} template {TEMPLATE} owner kontor_owner")
    pool = await connect_pool(postgres.dsn(database), size=4)
    yield pool
    await pool.close()
    await superuser.execute(f"drop database {database} with (force)")
    await superuser.close()


async def count(pool: Pool, table: str) -> int:
    async with pool.acquire() as connection:
        counted: int = await connection.fetchval(f"select count(*) from {table}")
        return counted


def names_in(home: Path) -> list[str]:
    return [path.name for path in home.iterdir()]


async def counts(pool: Pool, column: str, of: str = "payment") -> dict[str, int]:
    """Return how many payments, or rows of another table, have each value of a column."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(f"select {column}, count(*) from {of} group by 1")
    return {row[0]: row[1] for row in rows}


async def test_a_demo_is_made_once(empty: Pool) -> None:
    """Two processes at the same time and a later start make one demo, with nothing twice."""
    await asyncio.gather(make_demo(empty, TODAY, OUTSIDE), make_demo(empty, TODAY, OUTSIDE))
    await make_demo(empty, date(2027, 1, 1), OUTSIDE)

    assert await count(empty, "merchant") == 1
    assert await count(empty, "customer_group") == 8
    assert await count(empty, "custom_field_definition") == 3
    assert await count(empty, "customer") == 310
    assert await count(empty, "payment") == 900


async def test_its_payments_show_every_way_to_a_customer(empty: Pool) -> None:
    """Nobody has to make up a case to see how it looks."""
    await make_demo(empty, TODAY, OUTSIDE)

    assert await counts(empty, "customer_resolution") == {
        "LINKED_BY_ID": 688,
        "MATCHED": 176,
        "UNLINKED": 23,
        "CREATED": 10,
        "AMBIGUOUS": 3,
    }
    assert await counts(empty, "status") == {
        "SUCCEEDED": 834,
        "REFUNDED": 30,
        "PARTIALLY_REFUNDED": 30,
        "FAILED": 3,
        "CANCELED": 1,
        "PENDING": 1,
        "AUTHORIZED": 1,
    }
    assert await counts(empty, "currency") == {"EUR": 591, "CHF": 166, "GBP": 143}


async def test_its_requests_show_every_state_and_none_goes_out(empty: Pool) -> None:
    """The numbers of the demo are made up, and may be somebody's."""
    await make_demo(empty, TODAY, OUTSIDE)

    assert await counts(empty, "status", of="payment_request") == {
        **{"DELIVERED": 7, "VIEWED": 6, "UNDELIVERED": 6, "CANCELED": 6},
        **{"PAID": 11, "SKIPPED": 1},
    }
    assert set(await counts(empty, "status", of="delivery")) == {"DELIVERED", "FAILED", "CANCELED"}


async def test_a_database_in_use_gets_no_demo(empty: Pool, tmp_path: Path) -> None:
    """Neither a merchant nor a key nor a file."""
    shop = await make_shop(empty, "Laden")

    assert await open_demo_unless_in_use(empty, tmp_path, OUTSIDE) is None

    assert await count(empty, "merchant") == 1
    assert await list_api_keys(empty, shop.caller.merchant_id) == []
    assert names_in(tmp_path) == []


async def test_a_demo_that_is_there_is_opened_beside_others(empty: Pool, tmp_path: Path) -> None:
    """Who asks for it gets it anywhere, and every start finds it again."""
    await make_shop(empty, "Laden")
    made = await open_demo(empty, tmp_path, OUTSIDE)

    assert await open_demo_unless_in_use(empty, tmp_path, OUTSIDE) == made
    assert await count(empty, "merchant") == 2


async def test_a_merchant_of_the_same_name_is_not_the_demo(empty: Pool, tmp_path: Path) -> None:
    """The demo's customers never come into somebody's business."""
    name = shop().merchant["name"]
    await make_shop(empty, name)

    assert await open_demo_unless_in_use(empty, tmp_path, OUTSIDE) is None
    await open_demo(empty, tmp_path, OUTSIDE)

    assert [merchant.id for merchant in await find_merchants(empty, name)].count(DEMO_ID) == 1
    assert await count(empty, "merchant") == 2


async def test_the_key_stays_until_it_opens_nothing(empty: Pool, tmp_path: Path) -> None:
    """A lost, revoked or foreign key is replaced; one that opens the demo is kept."""
    await make_demo(empty, TODAY, OUTSIDE)
    first = await demo_key(empty, tmp_path)
    assert await demo_key(empty, tmp_path) == first
    (key,) = await list_api_keys(empty, DEMO_ID)

    await revoke_api_key(empty, DEMO_ID, key.id)
    second = await demo_key(empty, tmp_path)
    (tmp_path / "demo-api-key").write_text("kontor_of_another_database\n")
    third = await demo_key(empty, tmp_path)

    assert len({first, second, third}) == 3
    assert (tmp_path / "demo-api-key").read_text() == f"{third}\n"
    assert names_in(tmp_path) == ["demo-api-key"]


async def test_only_this_user_can_read_the_key(empty: Pool, tmp_path: Path) -> None:
    """Whatever the umask was, and whatever somebody has made of it since."""
    await make_demo(empty, TODAY, OUTSIDE)
    file = tmp_path / "demo-api-key"

    before = os.umask(0)
    await demo_key(empty, tmp_path)
    os.umask(before)
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    file.chmod(0o644)
    await demo_key(empty, tmp_path)

    assert oct(file.stat().st_mode & 0o777) == "0o600"
