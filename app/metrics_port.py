"""Numbers are told on a port of their own, which the world need not reach; an answer ends its connection."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from app.listening import listen_beside

TIMEOUT_S = 10.0
_FOUND = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n"


@asynccontextmanager
async def telling_metrics(
    host: str, port: int | None, exposed: Callable[[], Awaitable[bytes]], setting: str = "METRICS_PORT"
) -> AsyncIterator[None]:
    """Answer `GET /metrics` on a port for as long as the block lasts; nothing without one.

    `setting` is the variable that names the port, for whoever finds it taken.

    Errors: CannotListen.
    """
    if port is None:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(TIMEOUT_S):
                head = await reader.readuntil(b"\r\n\r\n")
                asked = head.startswith((b"GET /metrics ", b"GET /metrics?"))
                body = await exposed() if asked else b"The numbers are at /metrics.\n"
                length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
                writer.write((_FOUND if asked else _MISSING) + length + body)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, sock=listen_beside(host, port, setting))
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()
