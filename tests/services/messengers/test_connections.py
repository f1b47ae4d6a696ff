"""A connection to a gateway: what is an answer, and when it may carry another request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from services.delivery.messenger import Unclear, Unreachable
from services.messengers.http_client import HttpClient
from services.messengers.http_line import Answer
from tests.app.serving import free_port


@dataclass
class Server:
    """It says `says` on each connection once it was asked, and with `hangs_up` nothing more."""

    says: bytes
    hangs_up: bool = False
    url: str = ""
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(self.says)
                await writer.drain()
                if self.hangs_up:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def asking(server: Server) -> AsyncIterator[HttpClient]:
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/messages"
    client = HttpClient(server.url, {"X-Ours": "1"})
    try:
        yield client
    finally:
        await client.close()
        listening.close()
        await listening.wait_closed()


async def test_a_connection_is_used_again_once_it_is_answered() -> None:
    """Two requests, one connection; each with the headers of all and its own."""
    server = Server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    async with asking(server) as client:
        answers = [await client.get("a-1", {"X-One": "1"}), await client.get("a-2", {})]

    assert answers == [Answer(200, {"content-length": "2"}, b"{}")] * 2
    assert server.connections == 1
    assert [head.split(b"\r\n")[0] for head in server.heads] == [
        b"GET /messages/a-1 HTTP/1.1",
        b"GET /messages/a-2 HTTP/1.1",
    ]
    assert server.heads[0].endswith(b"X-Ours: 1\r\nX-One: 1\r\n\r\n")


@pytest.mark.parametrize(
    ("says", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", b"{}"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", b"{}"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    ],
    ids=["in chunks", "after a word on its way", "without a body"],
)
async def test_an_answer_is_read_to_its_end(says: bytes, body: bytes) -> None:
    """However its end is told, and the connection goes on."""
    server = Server(says)

    async with asking(server) as client:
        bodies = [(await client.post(b"{}", {})).body, (await client.post(b"", {})).body]

    assert bodies == [body, body]
    assert server.connections == 1


async def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    """As old servers do it."""
    server = Server(b"HTTP/1.0 200 OK\r\n\r\n{}", hangs_up=True)

    async with asking(server) as client:
        bodies = [(await client.get("a", {})).body, (await client.get("a", {})).body]

    assert bodies == [b"{}", b"{}"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "says",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    ],
    ids=["it is to be closed", "more was said than asked for"],
)
async def test_a_connection_that_is_not_ours_any_more_is_left(says: bytes) -> None:
    """The answer counts; the next request goes over another connection."""
    server = Server(says)

    async with asking(server) as client:
        bodies = [(await client.get("a", {})).body, (await client.get("a", {})).body]

    assert bodies == [b"{}", b"{}"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "says",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n" + b"{" * 1_000_001,
        b"",
    ],
    ids=["cut short", "another protocol", "no HTTP", "too long", "nothing"],
)
async def test_what_is_no_answer_leaves_it_unclear(says: bytes) -> None:
    """The request was handed over; nobody knows what has come of it."""
    server = Server(says, hangs_up=True)

    async with asking(server) as client:
        with pytest.raises(Unclear):
            await client.post(b"{}", {})


async def test_whom_nobody_reaches_was_told_nothing() -> None:
    """Nobody listens there."""
    client = HttpClient(f"http://127.0.0.1:{free_port()}/messages", {})

    with pytest.raises(Unreachable):
        await client.post(b"{}", {})


async def test_a_server_with_two_addresses_is_reached_by_the_one_that_listens() -> None:
    """`localhost` is ::1 as well as 127.0.0.1."""
    server = Server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    async with asking(server):
        client = HttpClient(server.url.replace("127.0.0.1", "localhost"), {})
        answer = await client.get("a", {})
        await client.close()

    assert answer.body == b"{}"


def test_a_header_is_one_line() -> None:
    """A key with a line end in it would make two of it."""
    with pytest.raises(ValueError, match="one line"):
        HttpClient("http://127.0.0.1/messages", {"Authorization": "Bearer a\r\nX: y"})
