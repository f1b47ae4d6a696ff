"""Whoever sends headers or a body too slowly is cut off, and nobody else is kept waiting."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app.api_server import configuration
from app.http import slow_clients
from app.http.slow_clients import PromptHttp

ANSWER = b"HTTP/1.1 200 OK"


async def _answer(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server as Kontor configures it, which waits for headers for half a second."""
    monkeypatch.setattr(slow_clients, "HEADERS_TIMEOUT_S", 0.5)
    served = configuration(_answer)
    served.lifespan = "off"
    server = uvicorn.Server(served)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def test_kontor_serves_with_it() -> None:
    assert configuration(_answer).http is PromptHttp


@pytest.mark.parametrize("beginning", [b"", b"G", b"GET / HTTP/1.1\r\nHost: a\r\n"])
async def test_who_does_not_send_all_headers_is_cut_off(port: int, beginning: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)

    answer = await asyncio.wait_for(reader.read(), 5)

    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout")


async def test_a_drop_now_and_then_does_not_help(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n")

    async def drip() -> None:
        while True:
            await asyncio.sleep(0.1)
            writer.write(b"x: y\r\n")

    dripping = asyncio.create_task(drip())
    answer = await asyncio.wait_for(reader.read(), 5)

    dripping.cancel()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout")


async def test_the_second_request_of_a_connection_is_waited_for_no_longer(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    first = await reader.readuntil(b"ok")
    writer.write(b"GET / HTTP/1.1\r\nHost:")

    second = await asyncio.wait_for(reader.read(), 5)

    writer.close()
    assert first.startswith(ANSWER)
    assert second.startswith(b"HTTP/1.1 408 Request Timeout")


async def test_who_is_prompt_is_answered_meanwhile(port: int) -> None:
    slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
    for _, writer in slow:
        writer.write(b"GET / HTTP/1.1\r\n")

    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    answer = await asyncio.wait_for(reader.readuntil(b"ok"), 5)

    for _, each in [*slow, (reader, writer)]:
        each.close()
    assert answer.startswith(ANSWER)
