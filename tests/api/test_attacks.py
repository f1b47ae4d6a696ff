"""The attacks that scanners of GraphQL servers try, and how each is answered.

Source: the checks of graphql-cop (dolevf/graphql-cop, its list of tests), each written anew.
"""

import json
from typing import Any

import httpx
import pytest

from tests.client import Client

ROLE = {"data": {"viewer": {"role": "OWNER"}}}


async def send(client: Client, **request: Any) -> httpx.Response:
    """Send a request as it is given, with the client's key."""
    headers = {"Authorization": f"Bearer {client.api_key}", **request.pop("headers", {})}
    return await client.http.request(request.pop("method", "POST"), "/graphql", headers=headers, **request)


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer {" + " ".join(f"alias{n}: role" for n in range(101)) + " } }",
        "{ " + " ".join(f"alias{n}: __typename" for n in range(101)) + " }",
        "{ viewer { " + "role " * 500 + "} }",
        "{ __typename " + "@aa" * 10 + " }",
        "{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }",
    ],
    ids=[
        "aliases",
        "aliases of __typename",
        "one field again and again",
        "directives",
        "circular introspection",
    ],
)
async def test_what_overloads_is_refused_before_it_is_validated(client: Client, query: str) -> None:
    answer = await client.post(query)

    assert code(answer) in {"OPERATION_TOO_LARGE", "GRAPHQL_VALIDATION_FAILED"}
    assert len(answer.content) < 2_000
    assert "data" not in answer.json()


async def test_several_operations_in_one_body_are_no_request(client: Client) -> None:
    """Ten of them at once would be a way round every limit."""
    answer = await send(client, json=[{"query": "{ viewer { role } }"}] * 10)

    assert answer.status_code == 400
    assert code(answer) == "BAD_REQUEST"


async def test_a_query_over_get_is_answered_and_a_mutation_is_not(client: Client) -> None:
    mutation = 'mutation { customerGroupCreate(name: "Angriff") { customerGroup { id } } }'

    read = await send(client, method="GET", params={"query": "{ viewer { role } }"})
    changed = await send(client, method="GET", params={"query": mutation})

    assert read.json() == ROLE
    assert (changed.status_code, code(changed)) == (405, "METHOD_NOT_ALLOWED")
    assert await client.data('{ customerGroup(name: "Angriff") { id } }') == {"customerGroup": None}


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "application/graphql", ""]
)
async def test_what_a_foreign_page_can_send_is_no_request(client: Client, content_type: str) -> None:
    """A form of another site needs no preflight; it is refused by its type, and would lack the key."""
    body = b"query=mutation%7B__typename%7D" if "form" in content_type else b'{"query": "{ __typename }"}'

    answer = await send(client, content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_without_a_key_nothing_is_told_but_that_one_is_needed(client: Client) -> None:
    for query in ("{ __schema { types { name } } }", "{ nothing }", "{ viewer { role } }"):
        answer = await client.http.post("/graphql", json={"query": query})

        assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    answer = await send(client, method=method)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_errors_tell_no_more_than_they_must(client: Client) -> None:
    """No stack, no statement, no trace of where it runs, whatever is sent."""
    queries = [
        "{",
        "{ viewer { role(a: 1) } }",
        "query($a: Nope) { viewer { role } }",
        "{ customer { id } }",
    ]

    answers = [await client.post(query) for query in queries]

    told = json.dumps([answer.json() for answer in answers])
    for inside in ("Traceback", "asyncpg", "select ", "/work", ".py", "127.0.0.1"):
        assert inside not in told
    assert all(
        set(error) <= {"message", "locations", "path", "extensions"}
        for answer in answers
        for error in answer.json()["errors"]
    )


async def test_tracing_is_not_told(client: Client) -> None:
    answer = await send(client, json={"query": "{ viewer { role } }", "extensions": {"tracing": True}})

    assert answer.json() == ROLE
