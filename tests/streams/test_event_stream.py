"""Server-sent events: who gets them, what they are made of, and what is told otherwise."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.http import event_stream
from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job, make_job
from tests.streams.talk import FOLLOW

STREAM = "text/event-stream"
JSON = "application/json"
ROLE = "{ viewer { role } }"
COMPLETE = ("complete", "")


@asynccontextmanager
async def streaming(
    server: Server, key: str, query: str, *, accept: str = STREAM, **variables: Any
) -> AsyncIterator[httpx.Response]:
    """Ask with a POST, and give the response while it arrives."""
    headers = {"Authorization": f"Bearer {key}", "Accept": accept, "Accept-Language": "en"}
    body = {"query": query, "variables": variables}
    async with (
        httpx.AsyncClient(timeout=10) as client,
        client.stream("POST", server.url, json=body, headers=headers) as response,
    ):
        yield response


async def events(response: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    """Yield name and data of each event, as it arrives."""
    name, data = "", ""
    async for line in response.aiter_lines():
        match line.partition(":"):
            case ("event", _, value):
                name = value.removeprefix(" ")
            case ("data", _, value):
                data = value.removeprefix(" ")
            case ("", "", ""):
                yield name, data


def bodies(told: list[tuple[str, str]]) -> list[Any]:
    """Return what the events but the last hold, all of which are `next`."""
    assert {name for name, _ in told[:-1]} <= {"next"}
    assert told[-1] == COMPLETE
    return [json.loads(data) for _, data in told[:-1]]


async def everything(server: Server, key: str, query: str, **variables: Any) -> list[Any]:
    async with streaming(server, key, query, **variables) as response:
        return bodies([event async for event in events(response)])


async def test_the_bytes_are_those_of_the_specification(server: Server, key: str) -> None:
    """Lines end with LF alone: clients split at two of them."""
    async with streaming(server, key, ROLE) as response:
        content = await response.aread()

    assert response.status_code == 200
    assert (
        content == b'event: next\ndata: {"data":{"viewer":{"role":"OWNER"}}}\n\nevent: complete\ndata: \n\n'
    )
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache, no-store"
    assert response.headers["x-accel-buffering"] == "no"


async def test_a_job_is_followed_to_its_end(server: Server, key: str, job: Job) -> None:
    """Its present state at once, and a last event that says that no more will come."""
    async with streaming(server, key, FOLLOW, id=job.id) as response:
        told = events(response)
        first = await anext(told)
        await job.stands("SUCCEEDED", done=10)
        rest = [event async for event in told]

    assert bodies([first, *rest]) == [
        {"data": {"jobProgress": {"status": "WAITING_FOR_USER", "progress": {"done": 0, "fraction": 0}}}},
        {"data": {"jobProgress": {"status": "SUCCEEDED", "progress": {"done": 10, "fraction": 1}}}},
    ]


async def test_a_get_is_streamed_too(server: Server, key: str, job: Job) -> None:
    """As a browser asks; and who comes late hears the last state and the end."""
    await job.stands("FAILED", done=3)
    parameters = {"query": FOLLOW, "variables": json.dumps({"id": job.id})}

    async with httpx.AsyncClient() as client:
        response = await client.get(
            server.url, params=parameters, headers={"Authorization": f"Bearer {key}", "Accept": STREAM}
        )

    assert response.text == (
        'event: next\ndata: {"data":{"jobProgress":{"status":"FAILED","progress":'
        '{"done":3,"fraction":0.3}}}}\n\nevent: complete\ndata: \n\n'
    )


async def test_a_change_is_streamed_and_done_once(server: Server, shop: Shop, key: str) -> None:
    create = 'mutation { customerCreate(input: {firstName: "Ada"}) { customer { displayName } } }'

    told = await everything(server, key, create)

    assert told == [{"data": {"customerCreate": {"customer": {"displayName": "Ada"}}}}]
    assert await shop.value("select count(*) from customer where merchant_id = $1") == 1


async def test_a_get_changes_nothing(server: Server, shop: Shop, key: str) -> None:
    """Refused before the stream begins, with the status for it."""
    create = 'mutation { customerCreate(input: {firstName: "Ada"}) { customer { displayName } } }'

    async with httpx.AsyncClient() as client:
        response = await client.get(
            server.url, params={"query": create}, headers={"Authorization": f"Bearer {key}", "Accept": STREAM}
        )

    assert response.status_code == 405
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert await shop.value("select count(*) from customer where merchant_id = $1") == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { customers(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ('subscription { jobProgress(id: "imp_1") { id } }', "NOT_FOUND"),
    ],
)
async def test_what_can_not_be_run_is_told_as_an_event(
    server: Server, key: str, query: str, code: str
) -> None:
    """A status other than 200 would hide the reason from a browser."""
    (body,) = await everything(server, key, query)

    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert "data" not in body


async def test_a_foreign_job_is_unknown(server: Server, key: str, other_shop: Shop) -> None:
    foreign = await make_job(other_shop)

    (body,) = await everything(server, key, FOLLOW, id=foreign.id)

    assert body["errors"][0]["message"] == "This job does not exist."


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Authorization": "Bearer made-up"}, {"query": ROLE}, 401, "UNAUTHENTICATED"),
        ({"Authorization": ""}, {"query": ROLE}, 401, "UNAUTHENTICATED"),
        ({}, [], 400, "BAD_REQUEST"),
        ({}, {"query": ""}, 400, "BAD_REQUEST"),
        ({"Content-Type": "text/plain"}, {"query": ROLE}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({}, {"query": ROLE + " " * 1024 * 1024}, 413, "BODY_TOO_LARGE"),
    ],
)
async def test_what_is_no_operation_is_refused_before_the_stream(
    server: Server, key: str, headers: dict[str, str], body: Any, status: int, code: str
) -> None:
    """With the statuses and errors of any other request."""
    usual = {"Authorization": f"Bearer {key}", "Accept": STREAM, "Content-Type": JSON}

    async with httpx.AsyncClient() as client:
        response = await client.post(server.url, content=json.dumps(body), headers=usual | headers)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == [code]


@pytest.mark.parametrize(
    "accept",
    [None, "*/*", JSON, f"{JSON}, {STREAM}", "application/graphql-response+json", f"{STREAM};q=0.5, {JSON}"],
)
async def test_a_subscription_has_no_single_answer(
    server: Server, key: str, job: Job, accept: str | None
) -> None:
    """Whoever does not rank a stream first is told how to ask."""
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    body = {"query": FOLLOW, "variables": {"id": job.id}}

    async with httpx.AsyncClient(headers={"Accept": accept} if accept else {}) as client:
        response = await client.post(server.url, json=body, headers=headers)

    assert response.status_code == 406
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "NOT_ACCEPTABLE"}
    assert error["message"].startswith(
        "A subscription has no single answer. Ask for it with text/event-stream"
    )


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (STREAM, STREAM),
        (f"{STREAM}, {JSON}", STREAM),
        (f"{STREAM}, multipart/mixed", STREAM),
        (f"{JSON};q=0.9, {STREAM}", STREAM),
        (f"{JSON}, {STREAM}", JSON),
        (
            f"application/graphql-response+json, application/graphql+json, {JSON}, {STREAM}, multipart/mixed",
            "application/graphql-response+json",
        ),
    ],
)
async def test_events_go_to_who_ranks_them_first(
    server: Server, key: str, accept: str, expected: str
) -> None:
    """Clients that want JSON list the stream, too."""
    async with streaming(server, key, ROLE, accept=accept) as response:
        await response.aread()

    assert response.headers["content-type"] == f"{expected}; charset=utf-8"


async def test_a_quiet_stream_gives_signs_of_life(
    server: Server, key: str, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments, which clients pass over."""
    assert event_stream.KEEP_ALIVE_S == 12
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_S", 0.1)
    async with streaming(server, key, FOLLOW, id=job.id) as response:
        received = b""
        async for chunk in response.aiter_bytes():
            received += chunk
            if received.count(b":\n\n") >= 3:
                break

    assert received.count(b"event: next\n") == 1
    assert received.endswith(b"}\n\n:\n\n:\n\n:\n\n")


async def test_one_stream_more_than_a_key_may_have_is_refused(
    server: Server, key: str, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a sentence, and when to come again; a closed one makes room."""
    monkeypatch.setattr(server.app.state.streams, "_limit", 1)
    async with streaming(server, key, FOLLOW, id=job.id) as first:
        await anext(events(first))
        async with streaming(server, key, ROLE) as second:
            refused = json.loads(await second.aread())
    await asyncio.sleep(0.2)

    assert second.status_code == 429
    assert second.headers["retry-after"] == "5"
    assert [error["extensions"] for error in refused["errors"]] == [{"code": "TOO_MANY_STREAMS"}]
    assert await everything(server, key, ROLE) == [{"data": {"viewer": {"role": "OWNER"}}}]


async def test_a_client_that_has_gone_leaves_nothing_behind(server: Server, key: str, job: Job) -> None:
    async with streaming(server, key, FOLLOW, id=job.id) as response:
        await anext(events(response))
        assert server.app.state.following.size == 1

    await asyncio.sleep(0.2)

    assert server.app.state.following.size == 0
    assert not server.app.state.streams._open
