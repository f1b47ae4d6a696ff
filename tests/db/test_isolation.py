"""Below the statements, row-level security: even one that forgets its merchant shows one merchant's rows."""

from decimal import Decimal

import asyncpg
import pytest

from db.connect import Pool
from db.reading import reading
from db.writing import writing
from domain.custom_field import CustomFieldType
from domain.customer import Channel, ContactDraft
from services.custom_fields import create_custom_field
from services.mutating import Once, perform
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from tests.factories import Shop, make_shop

TABLES = (
    "merchant",
    "customer",
    "contact_point",
    "customer_identity",
    "customer_group",
    "customer_count",
    "custom_field_definition",
    "payment",
    "payment_event",
    "customer_total",
    "timeline_event",
    "idempotency",
)


async def furnished_shop(pool: Pool) -> Shop:
    """A merchant with at least one row in each of the tables."""
    shop = await make_shop(pool)
    await shop.do(create_custom_field, key="size", label="Größe", type=CustomFieldType.TEXT)
    contacts = (ContactDraft(Channel.SMS, "030 901820"),)
    ada = await shop.customer("Ada", phone="0151 23456789", additional_contacts=contacts)
    await shop.group("Stammkunden", [ada])
    await shop.do(record_payment, PaymentDraft(Decimal(1), "EUR", customer_id=ada))

    async def nothing(*_: object) -> dict[str, object]:
        return {}

    await perform(pool, shop.caller, nothing, nothing, Once("test", "key", None))
    return shop


async def test_a_statement_without_predicate_shows_one_merchant(pool: Pool) -> None:
    ours, theirs = await furnished_shop(pool), await furnished_shop(pool)

    for table in TABLES:
        async with reading(pool, ours.caller.merchant_id) as snapshot:
            rows = await snapshot.fetch(f"select distinct merchant_id from {table}")
        assert [row["merchant_id"] for row in rows] == [ours.caller.merchant_id], table
        assert await theirs.value(f"select count(*) from {table} where merchant_id = $1") > 0


async def test_without_a_merchant_nothing_is_shown(pool: Pool) -> None:
    await furnished_shop(pool)

    async with pool.acquire() as connection:
        for table in TABLES:
            await connection.execute("begin; set local role kontor_app")
            count = await connection.fetchval(f"select count(*) from {table}")
            await connection.execute("rollback")
            assert count == 0, table


@pytest.mark.parametrize(
    "statement",
    [
        "update customer set first_name = 'Eve'",
        "delete from customer_identity",
        "update customer_group set name = 'Unsere'",
        "delete from customer_count",
        "update payment set refunded_minor = 0",
    ],
)
async def test_a_write_without_predicate_reaches_one_merchant(pool: Pool, statement: str) -> None:
    ours, theirs = await furnished_shop(pool), await furnished_shop(pool)
    table = statement.split()[2 if statement.startswith("delete") else 1]
    before = await theirs.fetch(f"select t::text from {table} as t where merchant_id = $1 order by 1")

    async with writing(pool, ours.caller.merchant_id) as tx:
        await tx.execute(statement)

    assert await theirs.fetch(f"select t::text from {table} as t where merchant_id = $1 order by 1") == before


async def test_a_row_of_another_merchant_is_not_written(pool: Pool) -> None:
    ours, theirs = await make_shop(pool), await make_shop(pool)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with writing(pool, ours.caller.merchant_id) as tx:
            await tx.execute(
                "insert into customer_count values ($1, gen_random_uuid(), 0, 1)", theirs.caller.merchant_id
            )

    assert await theirs.value("select count(*) from customer_count where merchant_id = $1") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update payment set amount_minor = 1",
        "update payment set customer_id = null",
        "delete from payment",
        "update payment_event set amount_minor = 1",
        "delete from payment_event",
        "update timeline_event set type = 'X'",
        "delete from timeline_event",
        "update merchant set name = 'X'",
        "update api_key set role = 'OWNER'",
        "insert into api_key select * from api_key",
    ],
)
async def test_history_is_not_rewritten(pool: Pool, statement: str) -> None:
    """What is append-only or immutable is so by grant, whatever a statement says."""
    shop = await furnished_shop(pool)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with writing(pool, shop.caller.merchant_id) as tx:
            await tx.execute(statement)
