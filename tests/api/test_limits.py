"""Each limit of an operation holds to the last unit: just within it is answered, just beyond it is not."""

from typing import Any

import pytest
from graphql import get_introspection_query, parse

from app.graphql.documents import read_operation
from app.graphql.limits import MAX_DOCUMENT_BYTES
from app.graphql.schema import KontorSchema
from app.graphql.weighing import weigh
from tests.client import Client


def codes(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


WITHIN_AND_BEYOND = {
    "depth": (
        "{ a { b { c { d { e { f { g { h { i { j { k { l } } } } } } } } } } } }",
        "{ a { b { c { d { e { f { g { h { i { j { k { l { m } } } } } } } } } } } } }",
    ),
    "depth of fragments": (
        "{ a { ...F } } fragment F on T { b { c { d { e { f { g { h { i { j { k { l } } } } } } } } } } }",
        "{ a { b { c { ...F } } } }"
        " fragment F on T { d { e { f { g { h { i { j { k { l { m } } } } } } } } } }",
    ),
    "aliases": (
        "{ a { " + " ".join(f"x{n}: b" for n in range(15)) + " } }",
        "{ a { " + " ".join(f"x{n}: b" for n in range(16)) + " } }",
    ),
    "aliases of fragments": (
        "{ a { ...F ...G } } fragment F on T { " + " ".join(f"x{n}: b" for n in range(8)) + " }"
        " fragment G on T { " + " ".join(f"y{n}: b" for n in range(7)) + " }",
        "{ a { ...F ...G } } fragment F on T { " + " ".join(f"x{n}: b" for n in range(8)) + " }"
        " fragment G on T { " + " ".join(f"y{n}: b" for n in range(8)) + " }",
    ),
    "repetitions": ("{ a { " + "b " * 20 + "} }", "{ a { " + "b " * 21 + "} }"),
    "root fields": (
        "{ " + " ".join(f"f{n}" for n in range(10)) + " }",
        "{ " + " ".join(f"f{n}" for n in range(11)) + " }",
    ),
    "fields": (
        # Each fragment has two fields more than twice the next one: 2 ** 10 and what comes of it.
        "{ a { ...F0 ...F0 } } "
        + "".join(f"fragment F{n} on T {{ x{n} {{ ...F{n + 1} ...F{n + 1} }} }} " for n in range(8))
        + "fragment F8 on T { z y }",
        "{ a { ...F0 ...F0 } } "
        + "".join(f"fragment F{n} on T {{ x{n} {{ ...F{n + 1} ...F{n + 1} }} }} " for n in range(9))
        + "fragment F9 on T { z y }",
    ),
    "directives in one place": ("{ a " + "@b " * 5 + "}", "{ a " + "@b " * 6 + "}"),
    "directives in all": (
        "{ a { " + " ".join(f"f{n} @b @b" for n in range(25)) + " } }",
        "{ a { " + " ".join(f"f{n} @b @b" for n in range(25)) + " g @b } }",
    ),
    "nested values": ("{ a(b: " + "[" * 50 + "]" * 50 + ") }", "{ a(b: " + "[" * 51 + "]" * 51 + ") }"),
    "introspection": (
        "{ __schema { types { " + "ofType { " * 17 + "name" + " }" * 17 + " } } }",
        "{ __schema { types { " + "ofType { " * 19 + "name" + " }" * 19 + " } } }",
    ),
}


@pytest.mark.parametrize("limit", WITHIN_AND_BEYOND)
def test_a_document_just_within_a_limit_passes_and_one_just_beyond_does_not(limit: str) -> None:
    within, beyond = WITHIN_AND_BEYOND[limit]

    assert weigh(parse(within)) is None
    assert weigh(parse(beyond)) is not None


def test_fragments_that_spread_themselves_are_left_to_validation() -> None:
    assert weigh(parse("{ ...A } fragment A on T { b { ...B } } fragment B on T { c { ...A } }")) is None


def test_what_tools_ask_for_at_their_start_is_answered() -> None:
    """Introspection in its longest form, as code generators send it."""
    everything = get_introspection_query(
        schema_description=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        input_value_deprecation=True,
    )

    operation = read_operation(KontorSchema().core, everything, None)

    assert operation.cost.of({}) == 201


async def test_a_document_has_sixteen_kibibytes_at_most(client: Client) -> None:
    query = "{ viewer { role } }"
    within, beyond = query + " " * (MAX_DOCUMENT_BYTES - len(query)), query + " " * MAX_DOCUMENT_BYTES

    assert await client.ask(within) == {"data": {"viewer": {"role": "OWNER"}}}
    assert codes(await client.ask(beyond)) == ["OPERATION_TOO_LARGE"]


async def test_a_list_beside_a_document_has_ten_thousand_entries_at_most(client: Client) -> None:
    query = 'query($eq: JSON) { customers(where: {customField: [{key: "a", eq: $eq}]}) { totalCount } }'

    assert codes(await client.ask(query, {"eq": [0] * 10_000})) == []
    assert codes(await client.ask(query, {"eq": [0] * 10_001})) == ["OPERATION_TOO_LARGE"]


PAGES = """
query($first: Int) {
  customers(first: $first) { nodes { payments(first: 250) { nodes { amount { amount } } } } }
}
"""


async def test_an_operation_costs_what_its_pages_may_hold(client: Client) -> None:
    """Of a customer: itself, its page of payments, and 250 payments of two objects each."""
    assert codes(await client.ask(PAGES, {"first": 199})) == []

    refused = await client.post(PAGES, {"first": 200}, accept_language="de")

    assert refused.json()["errors"][0]["message"] == (
        "Die Abfrage verlangt zu viel auf einmal (100.402, möglich sind höchstens 100.000)."
        " Bitte verlangen Sie kleinere Seiten oder weniger Felder."
    )
    assert codes(refused.json()) == ["OPERATION_TOO_LARGE"]


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ viewer { role } }", 2),
        ("{ customers(first: 10) { totalCount } }", 7),
        ("{ customers(first: 10) { nodes { id } } }", 12),
        ("{ customers { nodes { id } } }", 52),
        ("{ customers(first: 10) { edges { node { id } } } }", 22),
        ("{ customers(first: 9999999) { nodes { id } } }", 252),
        ("{ customers(first: 10) { ...C } } fragment C on CustomerConnection { nodes { group { id } } }", 22),
        ('mutation { customerGroupDelete(id: "a") { userErrors { message } } }', 16),
    ],
)
def test_the_cost_of_an_operation_is_known_beforehand(query: str, cost: int) -> None:
    assert read_operation(KontorSchema().core, query, None).cost.of({}) == cost
