"""An operation's results go out as server-sent events, each when it is there, until the last.

Source: GraphQL over Server-Sent Events, distinct connections mode.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from starlette.types import Receive, Scope, Send

from app.graphql.subscriptions import CutOff
from app.http.negotiation import JSON
from app.http.refusals import too_many_streams
from app.http.streams import Streams, TooManyStreams
from domain.caller import Caller

# A comment so often tells proxies, and us, that the connection is alive.
KEEP_ALIVE_S = 12.0

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would collect events before it passes them on
]


class EventStream:
    """Sends `next` for each result and `complete` after the last.

    An end without `complete` is that of the connection: clients ask again.
    """

    def __init__(self, results: AsyncGenerator[bytes, None], streams: Streams, caller: Caller) -> None:
        self._results = results
        self._streams = streams
        self._caller = caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until there are no more, the client has gone, or the server stops."""
        try:
            with self._streams.opened(self._caller.actor):
                await self._stream(receive, send)
        except TooManyStreams:
            await too_many_streams().response(JSON, self._caller.language)(scope, receive, send)

    async def _stream(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        tasks = [
            asyncio.create_task(self._send_all(send)),
            asyncio.create_task(_keep_alive(send)),
            asyncio.create_task(_gone(receive)),
            asyncio.create_task(self._streams.ending.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await send({"type": "http.response.body", "body": b""})

    async def _send_all(self, send: Send) -> None:
        try:
            async with aclosing(self._results) as results:
                async for body in results:
                    await _send_event(send, b"next", body)
        except CutOff as cut_off:
            await _send_event(send, b"next", orjson.dumps({"errors": cut_off.errors}))
        await _send_event(send, b"complete", b"")


async def _send_event(send: Send, name: bytes, body: bytes) -> None:
    # Between the tokens of JSON a line break means nothing, and here it would end the data.
    line = body.replace(b"\r", b" ").replace(b"\n", b" ")
    await _send(send, b"event: %b\ndata: %b\n\n" % (name, line))


async def _keep_alive(send: Send) -> None:
    while True:
        await asyncio.sleep(KEEP_ALIVE_S)
        await _send(send, b":\n\n")


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
