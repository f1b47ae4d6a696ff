"""Around every answer: the id under which its request is logged, and a farewell while the process stops."""

import logging
import re
from pathlib import Path

import httpx
import pytest

from app.http.places import Places
from app.http.request_id import current_request_id, take_request_id
from tests.client import Client, asking, running_app

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(b"x-request-id", b"order-7.a:b_C")], "order-7.a:b_C"),
        ([(b"traceparent", f"00-{TRACE}-00f067aa0ba902b7-01".encode())], TRACE),
        ([(b"traceparent", f"00-{TRACE}-00f067aa0ba902b7-01".encode()), (b"x-request-id", b"mine")], "mine"),
    ],
)
def test_a_request_keeps_the_id_it_came_with(headers: list[tuple[bytes, bytes]], expected: str) -> None:
    assert take_request_id(headers) == expected
    assert current_request_id() == expected


@pytest.mark.parametrize(
    "header",
    [
        (b"x-request-id", b""),
        (b"x-request-id", b"a" * 65),
        (b"x-request-id", b"Ada Lovelace"),
        (b"x-request-id", b"ada@example.com"),
        (b"x-request-id", "ä".encode()),
        (b"x-request-id", b"a\nlevel=ERROR"),
        (b"traceparent", f"01-{TRACE}-00f067aa0ba902b7-01".encode()),
        (b"traceparent", b"00-short-00f067aa0ba902b7-01"),
    ],
)
def test_what_is_no_id_is_replaced(header: tuple[bytes, bytes]) -> None:
    """It would stand in the log."""
    assert re.fullmatch("[0-9a-f]{32}", take_request_id([header]))


async def test_every_answer_carries_an_id(http: httpx.AsyncClient, client: Client) -> None:
    """Also those of probes, of pages that are not there, and of refusals."""
    sent = {"X-Request-Id": "of-mine"}

    answers = [
        await http.get("/healthz", headers=sent),
        await http.get("/nowhere", headers=sent),
        await http.get("/graphql", headers=sent),
        await client.post("{ viewer { role } }", X_Request_Id="of-mine"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 401, 200]
    assert [answer.headers.get_list("x-request-id") for answer in answers] == [["of-mine"]] * 4
    assert "connection" not in answers[0].headers


async def test_the_log_finds_a_request_by_its_id_and_never_by_its_path(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A payer's link is as good as a key."""
    caplog.set_level(logging.DEBUG, "kontor.http")

    await http.get("/p/secret-token")
    await http.get("/ada@example.com")

    told = [
        record.getMessage().rsplit(" after ")[0] for record in caplog.records if record.name == "kontor.http"
    ]
    assert told == ["GET /p/… was answered 404", "GET other was answered 404"]
    assert "secret" not in caplog.text


async def test_a_process_that_stops_tells_who_keeps_connections(dsn: str, tmp_path: Path) -> None:
    """Else the next request on one would meet a closed connection."""
    async with running_app(dsn, tmp_path) as app, asking(app) as http:
        app.state.draining.begin()

        answer = await http.get("/graphql")

    assert (answer.status_code, answer.headers.get_list("connection")) == (401, ["close"])


def test_places_are_those_of_the_routes() -> None:
    places = Places([])

    assert [places.of(path) for path in ("/graphql", "/p/x", "", "graphql")] == [
        "/graphql",
        "other",
        "other",
        "other",
    ]
