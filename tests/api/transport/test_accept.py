"""Which media type an answer has, and how that decides about 200 and 400."""

import json

import pytest

from app.http.negotiation import media_type
from tests.api.transport.refusing import code_of
from tests.api.transport.wire import Wire

JSON = "application/json"
NEWER = "application/graphql-response+json"

WANTED: list[tuple[str, str | None]] = [
    ("*/*", JSON),
    ("application/*", JSON),
    (JSON, JSON),
    ("APPLICATION/JSON", JSON),
    (NEWER, NEWER),
    (f"{NEWER}; charset=utf-8", NEWER),
    (f"{NEWER}, {JSON}", NEWER),
    (f"{JSON}, {NEWER}", NEWER),
    (f"{NEWER};q=0.9, {JSON};q=0.8", NEWER),
    (f"{NEWER};q=0.8, {JSON};q=0.9", JSON),
    (f"{NEWER};q=0.8, */*;q=0.9", NEWER),
    (f"{NEWER}, {JSON}, text/event-stream, multipart/mixed", NEWER),
    (f"{JSON};q=0, {NEWER}", NEWER),
    (f"{JSON};q=0, */*", NEWER),
    (f"{NEWER};q=0, */*", JSON),
    ("text/html, */*;q=0.1", JSON),
    ("image/avif, image/webp, */*;q=0.8", JSON),
    ("text/html", None),
    (f"{JSON}, {NEWER}, text/event-stream", NEWER),
    ("*/*, text/event-stream", JSON),
    ("text/event-stream;q=0.9, */*", JSON),
    ("text/event-stream;q=0", None),
    (f"{JSON};q=0", None),
    ("*/*;q=0", None),
    (f"{NEWER};q=0, {JSON};q=0.0", None),
    (f"{JSON};q=nan", None),
    (f"{JSON};q=-1", None),
    (f"{JSON};q=2", None),
    (f"{JSON};q=", None),
    (", ,;", None),
]


@pytest.mark.parametrize(("accept", "expected"), WANTED)
def test_a_client_gets_the_type_it_ranks_first(accept: str, expected: str | None) -> None:
    assert media_type(accept) == expected


@pytest.mark.parametrize("accept", [None, ""])
def test_without_a_wish_it_is_json(accept: str | None) -> None:
    assert media_type(accept) == JSON


@pytest.mark.parametrize(("accept", "expected"), [pair for pair in WANTED if pair[1] is not None])
async def test_the_answer_says_its_type_and_charset(wire: Wire, accept: str, expected: str) -> None:
    answer = await wire.post(b'{"query": "{ viewer { role } }"}', Accept=accept)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"


async def test_who_takes_neither_type_is_told_in_json(wire: Wire) -> None:
    answer = await wire.post(b'{"query": "{ viewer { role } }"}', Accept="text/html")

    assert (answer.status_code, code_of(answer)) == (406, "NOT_ACCEPTABLE")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("accept", [JSON, NEWER])
async def test_a_refusal_by_the_transport_keeps_its_status(wire: Wire, accept: str) -> None:
    """Only errors in the operation depend on the media type: 200 or 400."""
    answers = [
        await wire.post(b"3", Accept=accept),
        await wire.post(b"{}", "text/plain", Accept=accept),
        await wire.send("PUT", Accept=accept),
        await wire.send("PUT", Accept=accept, Authorization="Bearer nobody"),
    ]

    assert [answer.status_code for answer in answers] == [400, 415, 405, 401]
    assert {answer.headers["content-type"] for answer in answers} == {f"{accept}; charset=utf-8"}


@pytest.mark.parametrize("accept", [JSON, NEWER])
async def test_an_error_of_a_field_is_an_answer(wire: Wire, accept: str) -> None:
    body = json.dumps({"query": "{ customers(first: 251) { nodes { id } } viewer { role } }"}).encode()

    answer = await wire.post(body, Accept=accept)

    assert answer.status_code == 200
    assert answer.json() == {
        "errors": [
            {
                "message": "A page has 0 to 250 entries, not 251.",
                "path": ["customers"],
                "locations": [{"line": 1, "column": 3}],
                "extensions": {"code": "BAD_USER_INPUT", "reason": "page_size_invalid"},
            }
        ],
        "data": None,
    }
