"""One WebSocket: texts in, messages out, and its end."""

import orjson
from starlette.types import Receive, Send

from app.websocket.closing import Closing

SUBPROTOCOL = "graphql-transport-ws"


class Gone(Exception):
    """The client has closed the socket, or is not to be reached any more."""


class Socket:
    """What ASGI calls a WebSocket."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def accept(self, subprotocol: str | None) -> None:
        """Open the socket. Errors: Gone."""
        if (await self._receive())["type"] != "websocket.connect":
            raise Gone
        await self._pass({"type": "websocket.accept", "subprotocol": subprotocol})

    async def text(self) -> str | None:
        """Return the next text, None for a binary frame. Errors: Gone."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            raise Gone
        text: str | None = message.get("text")
        return text

    async def tell(self, type_: str, id_: str | None = None, payload: bytes | None = None) -> None:
        """Send one of the protocol's messages, its payload as JSON. Errors: Gone."""
        parts = [b'{"type":"%b"' % type_.encode()]
        if id_ is not None:
            parts.append(b'"id":' + orjson.dumps(id_))
        if payload is not None:
            parts.append(b'"payload":' + payload)
        await self._pass({"type": "websocket.send", "text": (b",".join(parts) + b"}").decode()})

    async def close(self, closing: Closing) -> None:
        """Close the socket. Errors: Gone."""
        await self._pass({"type": "websocket.close", "code": closing.code, "reason": closing.reason})

    async def _pass(self, message: dict[str, object]) -> None:
        try:
            await self._send(message)
        except (OSError, RuntimeError):
            # ASGI prescribes the first for a client that has gone; uvicorn has the second for a socket that
            # it has closed itself, because no pong came.
            raise Gone from None
