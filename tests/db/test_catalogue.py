"""The rules for tenant tables hold in the catalogue, and a breach of one would be found."""

import asyncpg
import pytest

from tests.db.catalogue import faults


async def test_the_schema_keeps_its_rules(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    assert await faults(owner) == []


@pytest.mark.parametrize(
    ("breach", "fault"),
    [
        ("alter table payment no force row level security", "payment is not under row-level security"),
        ("alter table payment disable row level security", "payment is not under row-level security"),
        ("drop policy one_merchant on payment", "payment does not show kontor_app one merchant only"),
        (
            "alter policy one_merchant on payment using (true)",
            "payment does not show kontor_app one merchant only",
        ),
        (
            "create policy all_of_them on payment to public using (true)",
            "payment does not show kontor_app one merchant only",
        ),
        (
            "create index by_reference on payment (reference)",
            "index by_reference does not begin with the merchant",
        ),
        (
            "create index by_reference on payment (lower(reference))",
            "index by_reference does not begin with the merchant",
        ),
        (
            "alter table upload add unique (id);"
            " alter table job add constraint of_upload foreign key (subject_id) references upload (id)"
            " not valid",
            "key of_upload does not begin with the merchant on both sides",
        ),
        (
            "alter table job add constraint of_upload foreign key (merchant_id, subject_id)"
            " references upload (merchant_id, id) on delete set null not valid",
            "key of_upload neither refuses nor cascades",
        ),
        (
            "create function nothing() returns trigger language plpgsql as 'begin return new; end';"
            " create trigger busy before insert on job for each row execute function nothing()",
            "trigger busy on job",
        ),
    ],
)
async def test_a_breach_is_found(
    owner: "asyncpg.Connection[asyncpg.Record]", breach: str, fault: str
) -> None:
    """Each is planted in a transaction that is rolled back."""
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute(breach)

    found = await faults(owner)

    await transaction.rollback()
    assert fault in found


async def test_a_table_without_fence_is_found(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("create table note (id uuid primary key, text text)")

    found = await faults(owner)

    await transaction.rollback()
    assert found == [
        "index note_pkey does not begin with the merchant",
        "note does not show kontor_app one merchant only",
        "note has no merchant_id uuid not null",
        "note is not under row-level security",
    ]
