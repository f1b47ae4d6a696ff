"""A body that is no GraphQL request is refused with a reason, whatever it is instead."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.transport.refusing import code_of
from tests.api.transport.wire import Wire

ROLE = "{ viewer { role } }"
ANSWERED = {"data": {"viewer": {"role": "OWNER"}}}

# JSON that people and fuzzers send, and what is no JSON at all.
NO_REQUESTS = [
    *(b"3", b'"x"', b"null", b"true", b"[]", b"{}", b"-0", b"1e999"),
    *(b"", b" ", b"{", b'{"query":', b"NaN", b'{"query": NaN}', b"{'query': '{a}'}", b"\x00"),
    *(b'{"query": "\xff"}', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf", b'{"query": "\\ud800"}'),
    *(b"[" * 50_000, b'{"a":' * 50_000, b'{"query": "{ a }"} {}'),
    *(b'{"query": 3}', b'{"query": null}', b'{"query": ""}', b'{"query": []}', b'{"query": {}}'),
    b'[{"query": "{ viewer { role } }"}]',
]


@pytest.mark.parametrize("body", NO_REQUESTS, ids=lambda body: repr(body[:24]))
async def test_what_is_no_request_is_a_bad_request(wire: Wire, body: bytes) -> None:
    answer = await wire.post(body)

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("member", ["variables", "extensions"])
@pytest.mark.parametrize("value", [3, 0, "", "x", [], [1], True, False])
async def test_members_that_are_no_objects_are_refused(wire: Wire, member: str, value: Any) -> None:
    answer = await wire.post(json.dumps({"query": ROLE, member: value}).encode())

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")
    assert answer.json()["errors"][0]["message"] == (
        f"The parameter “{member}” is not valid. It takes an object or null."
    )


@pytest.mark.parametrize("value", [3, [], {}, True, False, 0])
async def test_an_operation_name_that_is_no_text_is_refused(wire: Wire, value: Any) -> None:
    answer = await wire.post(json.dumps({"query": ROLE, "operationName": value}).encode())

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"variables": None, "operationName": None, "extensions": None},
        {"variables": {}, "extensions": {"persistedQuery": {"version": 1}}},
        {"something": "else"},
        {"variables": {"unused": "\ud83e\udd8a"}},
    ],
)
async def test_optional_members_may_be_null_missing_or_unknown(wire: Wire, members: dict[str, Any]) -> None:
    answer = await wire.post(json.dumps({"query": ROLE, **members}).encode())

    assert (answer.status_code, answer.json()) == (200, ANSWERED)


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("query A { viewer { role } } query B { viewer { role } }", None, "OPERATION_RESOLUTION_FAILURE"),
        ("query A { viewer { role } }", "B", "OPERATION_RESOLUTION_FAILURE"),
        ("fragment A on Query { viewer { role } }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("query A { viewer { role } } query A { viewer { role } }", "A", "GRAPHQL_VALIDATION_FAILED"),
        ("{ viewer { rolle } }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { viewer { role } }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("{ viewer { role }", None, "GRAPHQL_PARSE_FAILED"),
        ("#", None, "GRAPHQL_PARSE_FAILED"),
        ("🦊", None, "GRAPHQL_PARSE_FAILED"),
        ('{ customer(id: "\\ud800") { id } }', None, "GRAPHQL_PARSE_FAILED"),
        ("query($id: ID!) { customer(id: $id) { id } }", None, "BAD_USER_INPUT"),
        ("{ __schema { nope } }", None, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_what_is_no_operation_says_so(wire: Wire, query: str, name: str | None, code: str) -> None:
    """A request error: 200 for application/json, 400 for the newer type, and never a member `data`."""
    body = json.dumps({"query": query, "operationName": name}).encode()

    older = await wire.post(body, Accept="application/json")
    newer = await wire.post(body, Accept="application/graphql-response+json")

    assert (older.status_code, code_of(older)) == (200, code)
    assert (newer.status_code, code_of(newer)) == (400, code)
    assert newer.content == older.content


async def test_of_two_operations_the_named_one_runs(wire: Wire) -> None:
    query = "query A { viewer { role } } query B { viewer { merchant { name } } }"

    answer = await wire.post(json.dumps({"query": query, "operationName": "B"}).encode())

    assert answer.json() == {"data": {"viewer": {"merchant": {"name": "Laden"}}}}


async def test_no_more_than_five_errors_are_told(wire: Wire) -> None:
    query = "{ viewer {" + "".join(f" a{number}" for number in range(100)) + " } }"

    errors = (await wire.post(json.dumps({"query": query}).encode())).json()["errors"]

    assert [error["message"] for error in errors] == [
        f"Cannot query field 'a{number}' on type 'Viewer'." for number in range(5)
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "query": st.sampled_from([ROLE, "query($id: ID!) { node(id: $id) { id } }"]) | JSON_VALUES,
        "variables": st.fixed_dictionaries({"id": JSON_VALUES}) | JSON_VALUES,
        "operationName": JSON_VALUES,
        "extensions": JSON_VALUES,
    },
)


# The fixture sends requests and keeps nothing between them.
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=(REQUESTS | JSON_VALUES).map(json.dumps).map(str.encode) | st.binary(max_size=50))
async def test_any_body_is_answered(wire: Wire, body: bytes) -> None:
    """Whatever comes, the answer is what was asked for, or a GraphQL error with a code."""
    answer = await wire.post(body)

    assert answer.status_code in (200, 400)
    told = answer.json()
    assert told == ANSWERED or told.get("data") == {"node": None} or code_of(answer)
