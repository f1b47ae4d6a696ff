"""The attacks that scanners of GraphQL servers try, by their names, and how each is answered.

Source: the fourteen checks of graphql-cop (dolevf/graphql-cop, lib/tests), each written anew, with requests
as bad as theirs or worse. They come with an owner's key, since without one nothing is answered.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.installed import installed
from tests.client import Client
from tests.factories import Shop

TYPENAME = {"data": {"__typename": "Query"}}
GROUP = 'mutation { customerGroupCreate(name: "Angriff") { customerGroup { id } } }'
GROUPS = "select count(*) from customer_group where merchant_id = $1"


@pytest.fixture
async def closed(dsn: str, shop: Shop, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An installation as one is in production, where it wants to be found out by nobody."""
    async with installed(dsn, shop, tmp_path, introspection=False, explorer=False) as http:
        yield http


async def send(client: Client, **request: Any) -> httpx.Response:
    """Send a request as it is given, with the client's key."""
    headers = {"Authorization": f"Bearer {client.api_key}", **request.pop("headers", {})}
    return await client.http.request(request.pop("method", "POST"), "/graphql", headers=headers, **request)


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


async def refused_at_once(client: Client, query: str) -> str:
    """Return the code by which a document is refused that was not run, in an answer that is small."""
    answer = await client.post(query)

    assert "data" not in answer.json()
    assert len(answer.content) < 2_000
    return code(answer)


@pytest.mark.parametrize("field", ["__typename", "viewer { role }"])
async def test_alias_overloading(client: Client, field: str) -> None:
    """One field a hundred times over, under a hundred names."""
    aliases = " ".join(f"alias{number}: {field}" for number in range(101))

    assert await refused_at_once(client, f"{{ {aliases} }}") == "OPERATION_TOO_LARGE"


async def test_batch_queries(client: Client) -> None:
    """Ten operations in one body would be a way round every limit."""
    answer = await send(client, json=[{"query": "{ __typename }"}] * 10)

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert "data" not in answer.json()


async def test_circular_fragments(client: Client) -> None:
    """Two that spread each other, and one that spreads itself."""
    each_other = (
        "{ __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }"
    )
    itself = "{ viewer { ...A } } fragment A on Viewer { merchant { name } ...A }"

    assert await refused_at_once(client, each_other) == "GRAPHQL_VALIDATION_FAILED"
    assert await refused_at_once(client, itself) == "GRAPHQL_VALIDATION_FAILED"


async def test_circular_introspection(client: Client) -> None:
    """Types have fields, which have types, which have fields; none of that is told beyond what tools need."""
    query = "{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }"

    assert await refused_at_once(client, query) == "GRAPHQL_VALIDATION_FAILED"


async def test_directive_overloading(client: Client) -> None:
    assert await refused_at_once(client, "{ __typename " + "@aa" * 10 + " }") == "OPERATION_TOO_LARGE"
    assert await refused_at_once(client, "{ __typename " + "@include(if: true)" * 100 + " }") == (
        "OPERATION_TOO_LARGE"
    )


async def test_field_duplication(client: Client) -> None:
    """A field many times over, under its own name."""
    assert await refused_at_once(client, "{ viewer { " + "role " * 500 + "} }") == "OPERATION_TOO_LARGE"
    assert await refused_at_once(client, "{ " + "__typename " * 500 + "}") == "OPERATION_TOO_LARGE"


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { directive } }",
        "{ custmers { totalCount } }",
        "{ viewer { rol } }",
        "{ customers(frst: 1) { totalCount } }",
        '{ customers(where: {nam: "x"}) { totalCount } }',
        "{ customers(sortBy: {field: NAM}) { totalCount } }",
        "{ viewer { role @inclde(if: true) } }",
        "{ viewer { role @skip(i: true) } }",
        "{ viewer { ... on Viewr { role } } }",
        "query ($where: CustmerWhereInput) { customers(where: $where) { totalCount } }",
        'mutation { customerGroupCreat(name: "a") { customerGroup { id } } }',
        'subscription { jobProgres(id: "imp_1") { id } }',
    ],
)
async def test_field_suggestions(closed: httpx.AsyncClient, query: str) -> None:
    """A name that is nearly right is not made right, where the schema is nobody's business."""
    answer = await closed.post("/graphql", json={"query": query})

    assert code(answer) in {"GRAPHQL_VALIDATION_FAILED", "INTROSPECTION_DISABLED"}
    assert "did you mean" not in answer.text.lower()


async def test_introspection(closed: httpx.AsyncClient) -> None:
    for query in ("{ __schema { types { name fields { name } } } }", '{ __type(name: "Query") { name } }'):
        answer = await closed.post("/graphql", json={"query": query})

        assert code(answer) == "INTROSPECTION_DISABLED"
        assert "data" not in answer.json()


@pytest.mark.parametrize("path", ["/graphiql", "/playground", "/console", "/graphql", "/explorer/"])
async def test_graphiql_is_found(closed: httpx.AsyncClient, path: str) -> None:
    """No page to try queries on where it is off, whatever a browser says that it takes."""
    answer = await closed.get(path, headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.status_code == (400 if path == "/graphql" else 404)
    assert not any(word in answer.text.lower() for word in ("graphiql", "playground", "explorer", "<html"))


async def test_mutation_by_get(client: Client, shop: Shop) -> None:
    """A link or an image of another site could send it."""
    answer = await send(client, method="GET", params={"query": GROUP})
    empty = await send(client, method="GET", params={"query": "mutation { __typename }"})

    assert (answer.status_code, code(answer)) == (405, "METHOD_NOT_ALLOWED")
    assert (empty.status_code, code(empty)) == (405, "METHOD_NOT_ALLOWED")
    assert await shop.value(GROUPS) == 0


async def test_query_by_get(client: Client) -> None:
    """It is answered to whoever sends a key, which no other site can: browsers add none by themselves."""
    with_key = await send(client, method="GET", params={"query": "{ __typename }"})
    without = await client.http.get("/graphql", params={"query": "{ __typename }"})
    by_cookie = await client.http.get(
        "/graphql",
        params={"query": "{ __typename }"},
        headers={"Cookie": f"Authorization=Bearer {client.api_key}"},
    )

    assert with_key.json() == TYPENAME
    assert [(each.status_code, code(each)) for each in (without, by_cookie)] == [(401, "UNAUTHENTICATED")] * 2


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "application/graphql", ""]
)
async def test_post_of_a_form(client: Client, shop: Shop, content_type: str) -> None:
    """What a page of another site can send without asking first is refused by its type, and lacks the key."""
    url = httpx.QueryParams({"query": GROUP})
    body = str(url) if "form" in content_type else json.dumps({"query": GROUP})

    answers = [
        await send(client, content=body, headers={"Content-Type": content_type}),
        await send(client, params=url, headers={"Content-Type": content_type}),
    ]

    assert [(each.status_code, code(each)) for each in answers] == [(415, "UNSUPPORTED_MEDIA_TYPE")] * 2
    assert await shop.value(GROUPS) == 0


async def test_post_of_a_multipart_form(client: Client, shop: Shop) -> None:
    """As above, and worse, for it is a type that we do take: the key makes a browser ask first."""
    form = {"operations": (None, json.dumps({"query": GROUP})), "map": (None, "{}")}

    answer = await client.http.post("/graphql", files=form)

    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    assert await shop.value(GROUPS) == 0


@pytest.mark.parametrize("header", ["X-Apollo-Tracing", "Apollo-Query-Plan-Experimental", "X-Debug"])
async def test_trace_mode(client: Client, header: str) -> None:
    """Nobody is told how long what took, or where."""
    body = {"query": "{ __typename }", "extensions": {"tracing": True, "debug": True}}

    answer = await send(client, json=body, headers={header: "1"})

    assert answer.json() == TYPENAME


@pytest.mark.parametrize(
    "query",
    [
        "qwerty cop { abc }",
        "query cop { abc }",
        "{",
        "{ viewer { role(a: 1) } }",
        "query($a: Nope) { viewer { role } }",
        "{ customer { id } }",
        '{ node(id: "cus_\\u0000") { id } }',
        '{ customers(after: "Li4vLi4v") { totalCount } }',
    ],
)
async def test_unhandled_errors(client: Client, query: str) -> None:
    """No stack, no statement, no trace of where it runs: a code, and what is wrong with the request."""
    answer = await client.post(query)

    assert answer.status_code == 200
    for error in answer.json().get("errors", []):
        assert set(error) <= {"message", "locations", "path", "extensions"}
        assert set(error["extensions"]) <= {"code", "reason"}
        assert error["extensions"]["code"] != "INTERNAL_SERVER_ERROR"
    for inside in ("Traceback", "asyncpg", "select ", "/work", ".py", "127.0.0.1", "exception"):
        assert inside not in answer.text


async def test_without_a_key_nothing_is_told_but_that_one_is_needed(client: Client) -> None:
    for query in ("{ __schema { types { name } } }", "{ nothing }", "{", "{ viewer { role } }", GROUP):
        answer = await client.http.post("/graphql", json={"query": query})

        assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_other_methods(client: Client, method: str) -> None:
    answer = await send(client, method=method)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
