"""A form whose files can't be put where its map says is refused; a file is never taken for a text."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.clear import unclear
from tests.api.transport.refusing import code_of
from tests.api.transport.wire import Wire

NODE = "query($id: ID, $ids: [ID!]) { customer(id: $id) { id } customers(where: {ids: $ids}) { totalCount } }"
BOUNDARY = "grenze"


def form(*parts: tuple[str, str | bytes], end: bytes = b"--grenze--\r\n") -> bytes:
    """Return a form of named parts; bytes go as a file."""
    written = b""
    for name, value in parts:
        file = '; filename="k.csv"' if isinstance(value, bytes) else ""
        content = value if isinstance(value, bytes) else value.encode()
        disposition = f'Content-Disposition: form-data; name="{name}"{file}\r\n'
        written += b"--grenze\r\n" + disposition.encode() + b"\r\n" + content + b"\r\n"
    return written + end


def operations(**variables: Any) -> str:
    return json.dumps({"query": NODE, "variables": variables})


async def send(wire: Wire, body: bytes) -> httpx.Response:
    return await wire.post(body, f"multipart/form-data; boundary={BOUNDARY}")


NULLS = operations(id=None, ids=[None, None])
MAPS = [
    *("3", '"0"', "null", "[]", '[["variables.id"]]', "{", "", "NaN", '{"0": NaN}'),
    *('{"0": null}', '{"0": "variables.id"}', '{"0": 3}', '{"0": {"a": "variables.id"}}'),
    *('{"0": [null]}', '{"0": [3]}', '{"0": [["variables.id"]]}', '{"0": [{}]}'),
    *('{"0": [""]}', '{"0": ["."]}', '{"0": ["variables"]}', '{"0": ["variables."]}', '{"0": ["query"]}'),
    *('{"0": ["id"]}', '{"0": ["operations.variables.id"]}', '{"0": ["variables.nobody"]}'),
    *('{"0": ["variables.id.deeper"]}', '{"0": ["variables.ids"]}', '{"0": ["variables.ids.2"]}'),
    *('{"0": ["variables.ids.-1"]}', '{"0": ["variables.ids.0_1"]}', '{"0": ["variables.ids. 1"]}'),
    *('{"0": ["variables.ids.x"]}', '{"0": ["variables.ids.١"]}', '{"0": ["variables.ids.1e0"]}'),
    *('{"0": ["variables.id", "variables.id"]}', '{"0": ["variables.__class__"]}'),
    *('{"1": ["variables.id"]}', '{"operations": ["variables.id"]}', '{"": ["variables.id"]}'),
    '{"0": ["variables.ids.' + "9" * 5_000 + '"]}',
    '{"0": ["variables' + ".ids" * 5_000 + '"]}',
]


@pytest.mark.parametrize("map_", MAPS, ids=lambda text: text[:40])
async def test_a_map_that_leads_nowhere_is_a_bad_request(wire: Wire, map_: str) -> None:
    answer = await send(wire, form(("operations", NULLS), ("map", map_), ("0", b"Name\nAda\n")))

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        form(),
        form(("map", "{}")),
        form(("operations", NULLS)),
        form(("operations", NULLS.encode()), ("map", "{}")),
        form(("operations", NULLS), ("map", b"{}")),
        form(("operations", f"[{NULLS}]"), ("map", "{}")),
        form(("operations", "null"), ("map", "{}")),
        form(("operations", '{"query": 3}'), ("map", "{}")),
        form(("operations", '{"query": "{a}", "variables": []}'), ("map", "{}")),
        form(("operations", NULLS), ("map", '{"0": ["variables.id"]}'), ("0", "a text, no file")),
        form(("operations", NULLS), ("map", "{}"), *[(str(number), b"x") for number in range(11)]),
        form(("operations", NULLS), ("map", "{}"), *[(str(number), "x") for number in range(11)]),
        form(("operations", NULLS), ("map", "{}"), end=b""),
        form(("operations", NULLS), ("map", '{"0": ["variables.id"]}'), ("0", b"Name\nAda\n"), end=b"")[:-2],
        form(("operations", NULLS), ("map", "{}"), end=b"--another--\r\n"),
        b"no form at all",
        b"--grenze\r\n\r\nno headers\r\n--grenze--\r\n",
        b"--grenze\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--grenze--\r\n",
        b"--grenze\r\nContent-Disposition\r\n\r\n--grenze--",
        b"--grenze\r\n" + b"A: b\r\n" * 10_000 + b"\r\n\r\n--grenze--",
        b'--grenze\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--grenze--\r\n',
    ],
)
async def test_a_broken_form_is_a_bad_request(wire: Wire, body: bytes) -> None:
    answer = await send(wire, body)

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "parameters",
    ["", "; boundary=", "; boundary=other", "; boundary=" + "x" * 300, "; charset=hex; boundary=x"],
)
async def test_a_form_without_its_boundary_is_a_bad_request(wire: Wire, parameters: str) -> None:
    body = form(("operations", NULLS), ("map", "{}"))

    answer = await wire.post(body, f"multipart/form-data{parameters}")

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "hex", "utf-7", "nonsense", "idna"])
async def test_a_form_says_its_charset_in_vain(wire: Wire, charset: str) -> None:
    body = form(("operations", '{"query": "{ viewer { role } }"}'), ("map", "{}"))

    answer = await wire.post(body, f"multipart/form-data; charset={charset}; boundary={BOUNDARY}")

    assert unclear(answer) == []
    assert answer.json() == {"data": {"viewer": {"role": "OWNER"}}}


async def test_a_form_without_files_is_a_request_like_others(wire: Wire) -> None:
    answer = await send(wire, form(("operations", operations(id="cus_x", ids=[])), ("map", "{}")))

    assert answer.json() == {"data": {"customer": None, "customers": {"totalCount": 0}}}


@pytest.mark.parametrize("path", ["variables.id", "variables.ids.0"])
async def test_a_file_is_no_text(wire: Wire, path: str) -> None:
    """It arrives where the map says, and is no id."""
    map_ = json.dumps({"0": [path]})

    answer = await send(wire, form(("operations", NULLS), ("map", map_), ("0", b"Name\nAda\n")))

    assert unclear(answer) == []
    assert answer.status_code == 200
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"BAD_USER_INPUT"}


async def test_a_form_needs_a_key(http: httpx.AsyncClient) -> None:
    """Another site can make a browser send a form, but not the header with the key."""
    body = form(("operations", '{"query": "{ viewer { role } }"}'), ("map", "{}"))
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": "session=1"}

    answer = await http.post("/graphql", content=body, headers=headers)

    assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")


WHOLE = form(("operations", NULLS), ("map", '{"0": ["variables.id"]}'), ("0", b"Name\nAda\n"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(WHOLE)), cut=st.integers(0, 30), put=st.binary(max_size=4))
async def test_a_form_damaged_anywhere_is_answered(wire: Wire, place: int, cut: int, put: bytes) -> None:
    answer = await send(wire, WHOLE[:place] + put + WHOLE[place + cut :])

    assert answer.status_code in (200, 400)
    assert unclear(answer) == []
