"""An operation that asks for too much is refused before any work is done for it."""

import json
import time
from typing import Any

import pytest

from tests.api.clear import unclear
from tests.client import Client

WHERE = "query($where: CustomerWhereInput) { customers(where: $where) { totalCount } }"


def nested(depth: int, way: str) -> dict[str, Any]:
    where: dict[str, Any] = {"hasGroup": True}
    for _ in range(depth):
        where = {way: where if way == "NOT" else [where]}
    return where


def spread(count: int) -> str:
    """Return fragments of which each spreads the next one three times."""
    fragments = [
        f"fragment F{number} on Query {{ a: viewer {{ role }} {f'...F{number + 1} ' * 3} }}"
        for number in range(count)
    ]
    return "{ ...F0 } " + " ".join(fragments) + f" fragment F{count} on Query {{ viewer {{ role }} }}"


FRAGMENTS = " ".join(f"fragment F{number} on Query {{ viewer {{ role }} }}" for number in range(80))
OPERATIONS = {
    "10,000 aliases": (
        "{" + "".join(f"a{n}: viewer {{ role }} " for n in range(10_000)) + "}",
        "OPERATION_TOO_LARGE",
    ),
    "1,001 tokens": ("{ viewer { " + "role " * 996 + "} }", "GRAPHQL_PARSE_FAILED"),
    "21 times one field": ("{ viewer { " + "role " * 21 + "} }", "OPERATION_TOO_LARGE"),
    "200 times one root field": ("{" + "viewer { role } " * 200 + "}", "OPERATION_TOO_LARGE"),
    "nested 5,000 deep": ("{" + "a{" * 5_000 + "b" + "}" * 5_001, "GRAPHQL_PARSE_FAILED"),
    "a list nested 5,000 deep": (
        '{ customers(where: {customField: [{key: "a", eq: '
        + "[" * 5_000
        + "]" * 5_000
        + "}]}) { totalCount } }",
        "GRAPHQL_PARSE_FAILED",
    ),
    "levels": (
        "{ customers { nodes { " + "group { customers { nodes { " * 8 + "id" + " } } }" * 8 + " } } }",
        "OPERATION_TOO_LARGE",
    ),
    "fragments that spread themselves": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "introspection in circles": (
        "{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "300 unknown arguments": (
        "{ customers(" + " ".join(f"a{n}: 1" for n in range(300)) + ") { totalCount } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "6 directives": ("{ viewer " + "@skip(if: false) " * 6 + "{ role } }", "OPERATION_TOO_LARGE"),
}


@pytest.mark.parametrize("name", OPERATIONS)
async def test_too_large_an_operation_is_refused_at_once(client: Client, name: str) -> None:
    query, code = OPERATIONS[name]
    begun = time.process_time()

    answer = await client.post(query)

    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert unclear(answer) == []
    assert "data" not in answer.json()
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "query",
    [
        spread(5),
        "{" + "".join(f"a{n}: viewer {{ role }} " for n in range(10)) + "}",
        "{ viewer { " + "role " * 20 + "} " + "viewer { role } " * 19 + "}",
        "{" + "".join(f"...F{n} " for n in range(80)) + "}" + FRAGMENTS,
        "query(" + " ".join(f"$v{n}: Int" for n in range(240)) + ") { viewer { role } }",
    ],
    ids=["fragments of fragments", "aliases", "repetitions", "fragments", "variables"],
)
async def test_what_is_just_small_enough_takes_no_time_either(client: Client, query: str) -> None:
    begun = time.process_time()

    answer = await client.post(query)

    assert unclear(answer) == []
    assert time.process_time() - begun < 2


def literal(where: Any) -> str:
    """Write a filter as it stands in a document."""
    match where:
        case dict():
            return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in where.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, where)) + "]"
        case _:
            return json.dumps(where)


@pytest.mark.parametrize("way", ["AND", "OR", "NOT"])
@pytest.mark.parametrize("depth", [5, 24, 25, 26, 49, 50, 55, 90, 400])
async def test_a_filter_is_answered_or_too_deep(client: Client, way: str, depth: int) -> None:
    """However it comes, 50 levels of lists and objects are answered and 51 are not."""
    where = nested(depth, way)
    levels = depth + 1 if way == "NOT" else 2 * depth + 1
    query = "{ customers(where: %s) { totalCount } }"
    mutation = "mutation { customerBulkSetGroup(select: %s) { count } }"

    answers = [await client.post(WHERE, {"where": where})]
    if levels < 180:  # the parser itself refuses more
        answers += [await client.post(query % literal(where))]
    if levels < 50 or (levels > 50 and len(answers) > 1):
        answers += [await client.post(mutation % literal({"where": where}))]

    for answer in answers:
        assert unclear(answer) == []
        codes = [error["extensions"]["code"] for error in answer.json().get("errors", [])]
        assert codes == ([] if levels <= 50 else ["OPERATION_TOO_LARGE"])


@pytest.mark.parametrize(("count", "codes"), [(100, []), (101, ["OPERATION_TOO_LARGE"])])
async def test_a_filter_has_a_hundred_conditions_at_most(
    client: Client, count: int, codes: list[str]
) -> None:
    where = {"OR": [{"name": {"eq": "Ada"}}] * count}

    beside = await client.post(WHERE, {"where": where})
    within = await client.post(f"{{ customers(where: {literal(where)}) {{ totalCount }} }}")

    assert unclear(beside) == unclear(within) == []
    assert [error["extensions"]["code"] for error in beside.json().get("errors", [])] == codes
    if count > 100:  # of so many the document has too many tokens
        assert "errors" in within.json()


@pytest.mark.parametrize("count", [1_000, 5_000])
async def test_a_list_of_ids_may_be_as_long_as_a_request(client: Client, count: int) -> None:
    ids = [f"cus_0192f0c4-7a3b-7cde-8f01-{number:012x}" for number in range(count)]

    answer = await client.post(WHERE, {"where": {"ids": ids}})
    nodes = await client.post("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})

    assert unclear(answer) == []
    assert nodes.json()["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "reason": "too_many_items"}


LITERALS = [
    "customers(first: 99999999999999999999) { nodes { id } }",
    f"customers(first: {'9' * 5_000}) {{ nodes {{ id }} }}",
    "customers(first: 1.0) { nodes { id } }",
    "customers(first: -0) { nodes { id } }",
    f'customers(where: {{customField: [{{key: "a", eq: {"9" * 5_000}}}]}}) {{ totalCount }}',
    'customers(where: {customField: [{key: "a", eq: 1e999}]}) { totalCount }',
    'customers(where: {customField: [{key: "a", eq: {b: [1, "x", null, ENUM, {c: true}]}}]}) { totalCount }',
    'customers(where: {customField: [{key: "a", eq: "\\u0000"}]}) { totalCount }',
    f'customers(where: {{totalPaid: {{currency: "EUR", gte: {"9" * 5_000}}}}}) {{ totalCount }}',
    'customers(where: {totalPaid: {currency: "EUR", gte: 1e999}}) { totalCount }',
    'customers(where: {totalPaid: {currency: "EUR", gte: 1.5e1}}) { totalCount }',
    'customers(where: {name: {eq: """block \\""" text 🦊"""}}) { totalCount }',
    'customers(where: {name: {eq: "\\uD83E\\uDD8A"}}) { totalCount }',
    'customers(where: {name: {eq: "\\u{1F98A}"}}) { totalCount }',
    'customers(where: {name: {eq: "\\u{110000}"}}) { totalCount }',
    'customers(where: {name: {eq: "\\uD83E"}}) { totalCount }',
    "customers(where: {name: {eq: ENUM}}) { totalCount }",
    "customers(where: {name: {eq: 5}}) { totalCount }",
    "customers(where: {ids: 5}) { totalCount }",
    "customers(where: {ids: [null]}) { totalCount }",
    "customers(where: null, query: null, sortBy: null, first: null, after: null) { totalCount }",
    "customers(sortBy: {field: NAME, direction: null}) { totalCount }",
    "customer(id: 5) { id }",
    "node(id: 99999999999999999999) { id }",
]


@pytest.mark.parametrize("field", LITERALS, ids=lambda text: text[:70])
async def test_any_literal_is_answered_clearly(client: Client, field: str) -> None:
    """What is written into the document is read by other code than variables are."""
    answer = await client.post(f"{{ {field} }}")

    assert unclear(answer) == []


async def test_variables_inside_literals_are_read_as_well(client: Client) -> None:
    query = """
    query($key: String!, $eq: JSON, $name: String) {
      customers(where: {AND: [{customField: [{key: $key, eq: {a: [$eq]}}]}, {name: {eq: $name}}]}) {
        totalCount
      }
    }
    """

    values: list[Any] = [None, 1, "\0", {"b": ["\0"]}, [[]], 2**70, "🦊"]
    for value in values:
        answer = await client.post(query, {"key": "a", "eq": value, "name": None})
        assert unclear(answer) == [], value
