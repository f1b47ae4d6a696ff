"""An import is followed while a worker does it, and a server that stops keeps nobody waiting."""

import asyncio
import json
import signal
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.serving import EXIT_TIMEOUT_S, Serving, new_place, serving
from tests.app.test_importing import upload
from tests.streams.talk import talking

FOLLOW = """
subscription ($id: ID!) {
  jobProgress(id: $id) {
    __typename id status progress { done total fraction } startedAt finishedAt
    ... on CustomerImport { phase counts { rows created rejected } }
  }
}
"""
ROWS = 20_000
SLOW_ROWS = 200_000


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server over a home of its own, with its worker."""
    with new_place() as place, serving(place / "home", DEMO="on") as ready:
        yield ready


def list_of(rows: int) -> bytes:
    lines = (f"Ada{number};Test;ada{number}@example.org;Gruppe {number % 7}" for number in range(rows))
    return "\n".join(["Vorname;Nachname;E-Mail;Gruppe", *lines]).encode()


def fractions(states: list[Any]) -> list[float]:
    return [state["progress"]["fraction"] or 0 for state in states]


async def test_an_import_is_followed_from_its_first_row_to_its_last(server: Serving) -> None:
    """Over a WebSocket and over HTTP: forwards only, a word each second, and 1 at the end."""
    import_id = upload(server, "list.csv", list_of(ROWS))["customerImport"]["id"]

    by_socket, by_events = await asyncio.gather(
        states_by_socket(server, import_id), states_by_events(server, import_id)
    )
    late, _ = await states_by_socket(server, import_id)

    for states, gaps in (by_socket, by_events):
        assert len(states) >= 3
        assert fractions(states) == sorted(fractions(states))
        assert [state["progress"]["done"] for state in states] == sorted(
            state["progress"]["done"] for state in states
        )
        assert max(fractions(states)) == 1
        assert max(gaps) < 4.0  # a second, on a machine that does other things as well
        assert states[-1] == late[0]
    assert len(late) == 1
    assert late[0] | {"startedAt": None, "finishedAt": None} == {
        "__typename": "CustomerImport",
        "id": import_id,
        "status": "SUCCEEDED",
        "phase": "COMMITTED",
        "progress": {"done": 3 * ROWS, "total": 3 * ROWS, "fraction": 1},
        "startedAt": None,
        "finishedAt": None,
        "counts": {"rows": ROWS, "created": ROWS, "rejected": 0},
    }
    polled = server.data(f'{{ job(id: "{import_id}") {{ id status progress {{ fraction }} }} }}')
    assert polled == {"job": {"id": import_id, "status": "SUCCEEDED", "progress": {"fraction": 1}}}


async def test_a_server_that_stops_ends_what_is_followed(server: Serving) -> None:
    """By a code and an end that clients take for a reason to come again; and at once."""
    import_id = upload(server, "list.csv", list_of(SLOW_ROWS))["customerImport"]["id"]
    headers = {"Authorization": f"Bearer {server.key}", "Accept": "text/event-stream"}
    body = {"query": FOLLOW, "variables": {"id": import_id}}
    async with (
        talking(server.url.replace("http", "ws")) as talk,
        httpx.AsyncClient(timeout=30) as client,
        client.stream("POST", server.url, json=body, headers=headers) as events,
    ):
        await talk.begin(server.key)
        await talk.subscribe(FOLLOW, id=import_id)
        await talk.hear()
        received = events.aiter_bytes()
        await anext(received)

        begun = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        code, _ = await talk.closed()
        rest = b"".join([chunk async for chunk in received])
        ended_after = time.monotonic() - begun
    await asyncio.to_thread(server.process.wait, timeout=EXIT_TIMEOUT_S)

    assert code == 1001
    assert b"event: complete" not in rest
    assert ended_after < 4.0
    assert server.process.returncode == 0


async def states_by_socket(server: Serving, import_id: str) -> tuple[list[Any], list[float]]:
    """Return each state that was told, and how long each of them let wait."""
    states, gaps, last = [], [0.0], time.monotonic()
    async with talking(server.url.replace("http", "ws")) as talk:
        await talk.begin(server.key)
        await talk.subscribe(FOLLOW, id=import_id)
        while (message := await talk.hear())["type"] == "next":
            states.append(message["payload"]["data"]["jobProgress"])
            gaps.append(time.monotonic() - last)
            last = time.monotonic()
        assert message == {"type": "complete", "id": "1"}
    return states, gaps


async def states_by_events(server: Serving, import_id: str) -> tuple[list[Any], list[float]]:
    """Return the same, as server-sent events tell it."""
    states, gaps, last = [], [0.0], time.monotonic()
    headers = {"Authorization": f"Bearer {server.key}", "Accept": "text/event-stream"}
    body = {"query": FOLLOW, "variables": {"id": import_id}}
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream("POST", server.url, json=body, headers=headers) as response,
    ):
        lines = [line async for line in timed(response)]
    for at, line in lines:
        if line.startswith("data: {"):
            states.append(json.loads(line.removeprefix("data: "))["data"]["jobProgress"])
            gaps.append(at - last)
            last = at
    assert [line for _, line in lines][-3] == "event: complete"
    return states, gaps


async def timed(response: httpx.Response) -> Any:
    async for line in response.aiter_lines():
        yield time.monotonic(), line
