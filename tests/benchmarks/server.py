"""A contender while it runs: started, pinned to its core, waited for, stopped."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.benchmarks.contenders import HOME, Contender
from tests.benchmarks.processes import pin

_START_WITHIN_S = 60.0


@dataclass(frozen=True)
class Cores:
    """Which cores the measured server, the load generator and Postgres may use."""

    server: set[int]
    load: set[int]
    postgres: set[int]


def share_cores(*, postgres_apart: bool) -> Cores:
    """Give the last core to the server and the others to the load; with one core all share it.

    Postgres has all cores, unless it is to stay `apart` from the server's.
    """
    cores = sorted(os.sched_getaffinity(0))
    others = set(cores[:-1]) or {cores[-1]}
    return Cores({cores[-1]}, others, others if postgres_apart else set(cores))


@dataclass(frozen=True)
class Server:
    """A contender that answers on a port of this machine."""

    contender: Contender
    pid: int
    port: int


@asynccontextmanager
async def running(contender: Contender, dsn: str, cores: Cores) -> AsyncIterator[Server]:
    """Yield the contender as a server that accepts connections; stop it at the end."""
    port = free_port()
    start = contender.start(dsn, port)
    process = await asyncio.create_subprocess_exec(*start.command, env=start.environment, cwd=HOME.parents[1])
    try:
        pin(process.pid, cores.server)
        await _accepting(process, port, contender.name)
        yield Server(contender, process.pid, port)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _accepting(process: asyncio.subprocess.Process, port: int, name: str) -> None:
    async with asyncio.timeout(_START_WITHIN_S):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
    raise RuntimeError(f"{name} ended before it answered, with {process.returncode}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
