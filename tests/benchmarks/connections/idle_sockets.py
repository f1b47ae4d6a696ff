"""What a WebSocket costs on which nothing happens: memory of the API process, with one subscription each."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from app.http.streams import STREAMS_LIMIT
from tests.benchmarks.connections.place import Place, place
from tests.benchmarks.imports.served import BenchmarkFailed
from tests.benchmarks.processes import cpu_seconds, resident_bytes

_SUBPROTOCOL = Subprotocol("graphql-transport-ws")
_SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": "subscription { customerChanged { id } }"}}
# An address has some 28,000 ports for connections of its own, many of which may not be free again yet.
_SOCKETS_AN_ADDRESS = 5_000
_AT_ONCE = 50
_SETTLED_S = 3.0
_IDLE_S = 10.0
_KIB = 1024


@dataclass(frozen=True)
class Idle:
    """What a run has found: bytes of the API process before and with all sockets, its CPU time meanwhile."""

    sockets: int
    merchants: int
    before: int
    resident: int
    cpu_s: float


async def run(sockets: int) -> Idle:
    """Hold so many sockets, no more of each key than it may have."""
    async with place(sockets) as here, AsyncExitStack() as stack:
        keys = [await here.key() for _ in range(-(-sockets // STREAMS_LIMIT))]
        await _warm(here)
        pid = here.served.process.pid
        before = resident_bytes(pid)
        held: list[ClientConnection] = []
        for first in range(0, sockets, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, sockets))
            held += await asyncio.gather(
                *(_subscribed(stack, here.port, n, keys[n // STREAMS_LIMIT]) for n in numbers)
            )
        await asyncio.sleep(_SETTLED_S)
        begun = cpu_seconds([pid])
        await asyncio.sleep(_IDLE_S)
        cpu_s, resident = cpu_seconds([pid]) - begun, resident_bytes(pid)
        await _check(held)
        return Idle(sockets, len(keys), before, resident, cpu_s)


async def _warm(here: Place) -> None:
    """Have the first socket's code and plan in memory, which later ones share."""
    async with AsyncExitStack() as stack:
        await _subscribed(stack, here.port, 0, await here.key())
        await asyncio.sleep(_SETTLED_S)


async def _subscribed(stack: AsyncExitStack, port: int, number: int, key: str) -> ClientConnection:
    socket = await stack.enter_async_context(
        connect(
            f"ws://127.0.0.1:{port}/graphql",
            subprotocols=[_SUBPROTOCOL],
            compression=None,
            ping_interval=None,
            open_timeout=60,
            local_addr=(f"127.0.0.{2 + number // _SOCKETS_AN_ADDRESS}", 0),
        )
    )
    await _say(socket, {"type": "connection_init", "payload": {"Authorization": f"Bearer {key}"}})
    await _hear(socket, "connection_ack")
    await _say(socket, _SUBSCRIBE)
    return socket


async def _check(held: list[ClientConnection]) -> None:
    """Hear from each socket that it is still served. Errors: BenchmarkFailed."""
    for socket in held:
        await _say(socket, {"type": "ping"})
    for socket in held:
        await _hear(socket, "pong")


async def _say(socket: ClientConnection, message: object) -> None:
    await socket.send(json.dumps(message))


async def _hear(socket: ClientConnection, kind: str) -> None:
    heard = json.loads(await socket.recv())
    if heard["type"] != kind:
        raise BenchmarkFailed(f"{heard} instead of {kind}")


def idle_sockets_table(found: Idle) -> list[tuple[str, str]]:
    """Return what was measured, one row a figure."""
    each = (found.resident - found.before) / found.sockets
    return [
        ("sockets with a subscription each", f"{found.sockets:,} of {found.merchants:,} merchants"),
        (
            "memory of the API process",
            f"{found.before / _KIB**2:.1f} -> {found.resident / _KIB**2:.1f} MiB",
        ),
        ("memory a socket", f"{each / _KIB:.1f} KiB"),
        ("CPU of the API process while nothing happens", f"{found.cpu_s / _IDLE_S:.2f} of a core"),
    ]
