"""Which methods and media types /graphql takes, and what it says to the others."""

import json
from urllib.parse import quote

import httpx
import pytest

from tests.api.transport.refusing import code_of
from tests.api.transport.wire import Wire
from tests.factories import Shop

ROLE = "{viewer{role}}"
ANSWERED = {"data": {"viewer": {"role": "OWNER"}}}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
async def test_other_methods_are_told_which_ones_are_possible(wire: Wire, method: str) -> None:
    answer = await wire.send(method)

    assert (answer.status_code, code_of(answer)) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET, POST"
    assert answer.json()["errors"][0]["message"] == f"{method} is not possible here. Use “GET”, “POST”."


async def test_get_reads(wire: Wire) -> None:
    answer = await wire.send("GET", f"?query={quote(ROLE)}")

    assert (answer.status_code, answer.json()) == (200, ANSWERED)


async def test_on_get_an_empty_parameter_is_an_absent_one(wire: Wire) -> None:
    answer = await wire.send("GET", f"?query={quote(ROLE)}&operationName=&variables=&extensions=")

    assert (answer.status_code, answer.json()) == (200, ANSWERED)


async def test_get_takes_variables_as_json(wire: Wire) -> None:
    query = quote("query($id: ID!) { node(id: $id) { id } }")

    answer = await wire.send("GET", f"?query={query}&variables={quote(json.dumps({'id': 'x'}))}")

    assert (answer.status_code, answer.json()) == (200, {"data": {"node": None}})


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "?query=",
        f"?query={quote(ROLE)}&variables=3",
        f"?query={quote(ROLE)}&variables=[]",
        f"?query={quote(ROLE)}&variables={{",
        f"?query={quote(ROLE)}&extensions=%22x%22",
        "?query=%ff%fe&variables=%ff",
    ],
)
async def test_parameters_that_are_none_are_a_bad_request(wire: Wire, parameters: str) -> None:
    answer = await wire.send("GET", parameters)

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


async def test_get_needs_a_key(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/graphql?query={quote(ROLE)}")

    assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == 'Bearer realm="kontor"'


@pytest.mark.parametrize("name", ["", "&operationName=B"])
async def test_get_changes_nothing(wire: Wire, shop: Shop, name: str) -> None:
    """A link that somebody follows makes no customer, however the mutation is dressed up."""
    change = 'mutation B { customerCreate(input: {firstName: "Ada"}) { customer { id } } }'
    document = change if not name else f"query A {ROLE} {change}"

    answer = await wire.send("GET", f"?query={quote(document)}{name}")

    assert (answer.status_code, code_of(answer)) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "POST"
    assert answer.json()["errors"][0]["message"] == "Changes are possible with POST only."
    assert await shop.value("select count(*) from customer where merchant_id = $1") == 0


@pytest.mark.parametrize(
    "content_type",
    [
        *("", "text/plain", "application/graphql", "application/x-www-form-urlencoded", "application/xml"),
        *("json", "application/jsonp", "text/plain; application/json", "application/graphql-response+json"),
    ],
)
async def test_an_unknown_media_type_is_refused(wire: Wire, content_type: str) -> None:
    answer = await wire.post(json.dumps({"query": ROLE}).encode(), content_type)

    assert (answer.status_code, code_of(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8"]
)
async def test_json_is_taken_however_its_type_is_written(wire: Wire, content_type: str) -> None:
    answer = await wire.post(json.dumps({"query": ROLE}).encode(), content_type)

    assert (answer.status_code, answer.json()) == (200, ANSWERED)


@pytest.mark.parametrize(
    "path", ["/", "/graphql/", "/graphql/x", "/Graphql", "/favicon.ico", "/%00", "/..%2f"]
)
async def test_elsewhere_there_is_nothing(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"Accept-Language": "fr"})

    assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND")
