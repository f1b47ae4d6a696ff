"""A client of graphql-transport-ws that says just what a test wants said."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SUBPROTOCOL = Subprotocol("graphql-transport-ws")
FOLLOW = "subscription ($id: ID!) { jobProgress(id: $id) { status progress { done fraction } } }"
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Talk:
    """An open socket."""

    socket: ClientConnection

    async def say(self, message: Any) -> None:
        """Send a message as JSON."""
        await self.socket.send(json.dumps(message))

    async def hear(self) -> Any:
        """Return the next message."""
        return json.loads(await self.socket.recv())

    async def begin(self, key: str, **payload: Any) -> None:
        """Say who this is, and have it acknowledged."""
        await self.say({"type": "connection_init", "payload": {"Authorization": f"Bearer {key}", **payload}})
        assert await self.hear() == {"type": "connection_ack"}

    async def subscribe(self, query: str, operation: str = "1", /, **variables: Any) -> None:
        """Begin an operation of any kind."""
        payload = {"query": query, "variables": variables}
        await self.say({"type": "subscribe", "id": operation, "payload": payload})

    async def closed(self) -> tuple[int | None, str | None]:
        """Wait until the server closes the socket, and return code and reason."""
        try:
            async for _ in self.socket:
                pass
        except websockets.ConnectionClosedError:
            pass
        return self.socket.close_code, self.socket.close_reason


@asynccontextmanager
async def talking(url: str, **headers: str) -> AsyncIterator[Talk]:
    """Open a socket for the length of a block."""
    async with connect(
        url, subprotocols=[SUBPROTOCOL], additional_headers=headers, open_timeout=PATIENCE_S
    ) as socket:
        yield Talk(socket)
