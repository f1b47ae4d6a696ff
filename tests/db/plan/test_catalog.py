"""Each field of the schema has an entry in the catalog, each entry a field, and each can be run."""

import orjson
import pytest
from graphql import GraphQLObjectType

from db.answering import answer
from db.plan.catalog import CATALOG
from db.plan.catalog.payloads import payload
from db.plan.catalog.query import QUERY
from db.plan.catalog.subscription import SUBSCRIPTION
from db.plan.compile import compile_plan
from db.plan.lists.customers import CUSTOMERS
from db.plan.lists.payments import PAYMENTS
from db.reading import reading
from tests.db.plan.selections import CORE, alone, object_types, planned_fields, ways
from tests.factories import Shop

# What `db.plan.pages` makes of any list.
PAGES = {"edges", "nodes", "pageInfo", "totalCount"}
BESIDE = {"CustomerConnection": CUSTOMERS.beside, "PaymentConnection": PAYMENTS.beside}
WAYS = ways()
ROOTS = {"Query", "Mutation", "Subscription"}


def is_page(name: str) -> bool:
    return name.endswith(("Connection", "Edge")) or name == "PageInfo"


def test_every_field_of_a_type_has_an_entry_and_every_entry_a_field() -> None:
    schema = {
        type_.name: sorted(type_.fields)
        for type_ in object_types()
        if type_.name not in ROOTS and not is_page(type_.name)
    }

    assert {name: sorted(CATALOG[name]) for name in sorted(CATALOG) if name != "Query"} == dict(
        sorted(schema.items())
    )


def test_every_root_field_that_reads_has_an_entry_and_every_entry_a_root_field() -> None:
    assert CORE.query_type is not None
    assert sorted(QUERY) == sorted(planned_fields(CORE.query_type))
    assert CORE.subscription_type is not None
    assert sorted(SUBSCRIPTION) == sorted(CORE.subscription_type.fields)


def test_every_list_has_what_pages_have_and_what_stands_beside_them() -> None:
    lists = {
        type_.name: set(type_.fields) - PAGES for type_ in object_types() if type_.name.endswith("Connection")
    }

    assert lists == {name: set(BESIDE.get(name) or ()) for name in lists}
    assert set(BESIDE) <= set(lists)


def test_every_type_can_be_reached() -> None:
    """Otherwise the test below would pass it by."""
    assert sorted(WAYS) == sorted(type_.name for type_ in object_types() if type_.name not in ROOTS)


@pytest.mark.parametrize("type_name", sorted(WAYS))
async def test_each_field_alone_is_a_statement_that_runs(shop: Shop, type_name: str) -> None:
    """Postgres checks the types of a whole statement, whether or not there are rows."""
    operation, way = WAYS[type_name]
    root = way[0][0]
    async with reading(shop.pool, shop.caller.merchant_id) as snapshot:
        for name in way[-1][1].fields:
            plan = compile_plan(CATALOG, QUERY[root] if operation == "Query" else payload, alone(way, name))
            answered = orjson.loads(await answer(snapshot, plan, shop.caller, {}, {}))

            one = answered[0] if isinstance(answered, list) and answered else answered
            assert one in (None, []) or list(one) == [_beneath(way, name)], name


def _beneath(way: list[tuple[str, GraphQLObjectType]], name: str) -> str:
    """Return the only key in the answer of the root field."""
    return way[1][0] if len(way) > 1 else name
