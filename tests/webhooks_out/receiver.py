"""A receiver of events on a port of its own, which fails as it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from standardwebhooks import Webhook


@dataclass(frozen=True, slots=True)
class Taken:
    """A request as it came in."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def event(self, secret: str) -> object:
        """Return the event, if it is signed with the secret."""
        Webhook(secret).verify(self.body, self.headers, json_parse=False)
        return orjson.loads(self.body)


@dataclass(slots=True)
class Receiver:
    """Answers by `status` and `more` headers, after a pause; with status None it drops the connection.

    `length` is how many bytes it promises, of which it sends two.
    """

    port: int = 0
    status: int | None = 200
    more: str = ""
    length: int = 2
    pause_s: float = 0.0
    taken: list[Taken] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events?shop=1"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request of one connection."""
        try:
            self.taken.append(await _read(reader))
            await asyncio.sleep(self.pause_s)
            if self.status is not None:
                head = f"HTTP/1.1 {self.status} So\r\nContent-Length: {self.length}\r\n{self.more}\r\nok"
                writer.write(head.encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever sent it was killed
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Taken:
    line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Taken(line, headers, await reader.readexactly(int(headers["content-length"])))


@asynccontextmanager
async def receiving(
    tls: ssl.SSLContext | None = None, *, address: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.answer, address, port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
