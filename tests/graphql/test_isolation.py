"""Tenants are kept apart twice: by each statement, and beneath it by row-level security; each is enough."""

import pytest

from db.answering import answer
from db.connect import Connection, Pool
from db.plan.build import Fact
from db.plan.catalog import CATALOG
from db.plan.catalog.payloads import payload
from db.plan.catalog.query import QUERY
from db.plan.compile import Plan, compile_plan
from db.reading import reading
from tests.db.plan.selections import alone, ways
from tests.graphql.dataset.two_merchants import SeededMerchant
from tests.graphql.fences import occurrences, unfenced, without_fence, without_fences
from tests.graphql.plans import BROAD, plans_of

PLANS = {key: plan for text in BROAD for key, plan in plans_of(text).items()}


@pytest.mark.parametrize("type_name", sorted(ways()))
def test_every_field_is_read_for_one_merchant(type_name: str) -> None:
    operation, way = ways()[type_name]
    node = QUERY[way[0][0]] if operation == "Query" else payload

    for name in way[-1][1].fields:
        assert unfenced(compile_plan(CATALOG, node, alone(way, name))) == [], name


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_predicate_that_is_missing_is_found(plan: Plan) -> None:
    """Each is taken away, one at a time."""
    assert unfenced(plan) == []
    assert occurrences(plan) != []

    for name in occurrences(plan):
        assert unfenced(without_fence(plan, name)) == [name]


def test_a_table_without_a_name_of_its_own_is_found() -> None:
    plan = Plan("SELECT name FROM customer_group WHERE merchant_id = $1", (Fact("merchant_id"),), (), ())

    assert unfenced(plan) == ["customer_group"]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
async def test_row_level_security_alone_shows_nothing_foreign(
    plan: Plan, pool: Pool, merchant: SeededMerchant, stranger: SeededMerchant
) -> None:
    """Without a single predicate the answer is the same."""
    expected = await answer_fenced(pool, plan, merchant)

    assert await answer_fenced(pool, without_fences(plan), merchant) == expected


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
async def test_the_statement_alone_shows_nothing_foreign(
    plan: Plan, pool: Pool, merchant: SeededMerchant, stranger: SeededMerchant
) -> None:
    """As the owner, who sees all merchants, the answer is the same."""
    expected = await answer_fenced(pool, plan, merchant)

    assert await answer_as_owner(pool, plan, merchant) == expected


async def test_without_either_strangers_would_be_seen(
    pool: Pool, merchant: SeededMerchant, stranger: SeededMerchant
) -> None:
    """What the two tests above rest on: there is something foreign to be seen."""
    plan = without_fences(PLANS["customFieldDefinitions"])

    seen = await answer_as_owner(pool, plan, merchant)

    assert [id_ for id_ in stranger.ids("custom_field_definition") if str(id_).encode() not in seen] == []


async def answer_fenced(pool: Pool, plan: Plan, merchant: SeededMerchant) -> bytes:
    """Return the answer as requests get it."""
    async with reading(pool, merchant.caller.merchant_id) as snapshot:
        return await _answered(snapshot, plan, merchant)


async def answer_as_owner(pool: Pool, plan: Plan, merchant: SeededMerchant) -> bytes:
    """Return the answer without row-level security; the search function still knows its merchant."""
    async with pool.acquire() as connection:
        await connection.execute(f"begin; set local app.merchant_id = '{merchant.caller.merchant_id}'")
        try:
            return await _answered(connection, plan, merchant)
        finally:
            await connection.execute("rollback")


async def _answered(connection: Connection, plan: Plan, merchant: SeededMerchant) -> bytes:
    # An address or a secret is as much the merchant's as the id that it is made of.
    return await answer(connection, plan, merchant.caller, {}, link=repr)
