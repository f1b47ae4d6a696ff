"""Each table's own fence counts: take any one away, and the rules of the catalogue are broken."""

import asyncpg
import pytest
from sqlmodel import SQLModel

import db.tables  # noqa: F401 - registers the tables
from tests.db.catalogue import faults

# Keys and links are looked up before the merchant is known; a pace is kept for all merchants together.
TABLES = sorted(SQLModel.metadata.tables.keys() - {"api_key", "payment_link", "sender_pace"})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("breach", "fault"),
    [
        ("alter table {} disable row level security", "{} is not under row-level security"),
        ("alter table {} no force row level security", "{} is not under row-level security"),
        ("drop policy one_merchant on {}", "{} does not show kontor_app one merchant only"),
    ],
)
async def test_a_fence_that_is_gone_is_missed(
    owner: "asyncpg.Connection[asyncpg.Record]", table: str, breach: str, fault: str
) -> None:
    """In a transaction that is rolled back."""
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute(breach.format(table))

    found = await faults(owner)

    await transaction.rollback()
    assert found == [fault.format(table)]
