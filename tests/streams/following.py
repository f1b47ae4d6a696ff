"""Who follows over server-sent events, and what that one has been told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import httpx


class Heard:
    """What a subscription has told so far."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self._more = asyncio.Event()

    def take(self, event: Any) -> None:
        self.told.append(event)
        self._more.set()

    async def first(self, count: int) -> list[Any]:
        """Return the first events, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.told) < count:
                self._more.clear()
                await self._more.wait()
        return self.told

    async def rest(self) -> list[Any]:
        """Return all events, after a while in which more would have come."""
        await asyncio.sleep(1.6)
        return self.told


class Reachable(Protocol):
    """A server, in this process or in one of its own; `url` is where it answers GraphQL."""

    @property
    def url(self) -> str: ...


@asynccontextmanager
async def following(server: Reachable, key: str, query: str, **variables: Any) -> AsyncIterator[Heard]:
    """Follow over server-sent events until the block ends; what happens in it is told."""
    heard = Heard()
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream(
            "POST",
            server.url,
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {key}", "Accept": "text/event-stream"},
        ) as response,
    ):
        listening = asyncio.create_task(_listen(response, heard))
        await asyncio.sleep(0.3)  # it begins at the first look, which nothing tells
        yield heard
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _listen(response: httpx.Response, heard: Heard) -> None:
    async for line in response.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "data" and value:
            heard.take(json.loads(value))
