"""A process beside ours: started again when it dies, asked to end when we do, and gone when we are gone."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from app.cannot_start import CannotStart

log = logging.getLogger("kontor.processes")

RESTART_PAUSE_S = 1.0
# What a process says, as a line, once it does what it is for.
READY = "ready"


@dataclass(frozen=True, slots=True)
class Beside:
    """A command of ours to be kept running.

    It reads an input that ends with us, even if we are killed, and inherits `sockets` by their numbers. With
    `says_ready`, it writes READY to its output. It has `finish_timeout_s` to end when it is asked to.
    """

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    finish_timeout_s: float
    sockets: tuple[int, ...] = ()
    says_ready: bool = False


class EndedAtOnce(CannotStart):
    """A process that we can't do without ended before it was ready; it has said why."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} could not be started.")


@asynccontextmanager
async def kept(beside: Beside) -> AsyncIterator[None]:
    """Keep a process running for as long as the block does.

    Errors: EndedAtOnce, when it says that it is ready and ends before for the first time.
    """
    first = await _start(beside)
    keeping = asyncio.create_task(_keep(beside, first))
    try:
        if beside.says_ready:
            await _until_ready(beside, first)
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep(beside: Beside, process: asyncio.subprocess.Process) -> None:
    while True:
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process, beside.finish_timeout_s)
            raise
        log.warning("%s ended with %s; starting another", beside.name, code)
        await asyncio.sleep(RESTART_PAUSE_S)
        process = await _start(beside)


async def _start(beside: Beside) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        *beside.words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE if beside.says_ready else None,
        env=beside.environment,
        pass_fds=beside.sockets,
        start_new_session=True,  # a Ctrl-C is ours to pass on
    )


async def _until_ready(beside: Beside, process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    if (await process.stdout.readline()).decode().strip() != READY:
        raise EndedAtOnce(beside.name)


async def _stop(process: asyncio.subprocess.Process, timeout_s: float) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), timeout_s)
    except TimeoutError:
        process.kill()
        await process.wait()
