"""The worker that `serve` brings along: a process of its own, started again when it dies."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from app.settings import Settings

log = logging.getLogger("kontor.worker")

RESTART_PAUSE_S = 1.0
# Long enough to end a chunk of an import; what is not done by then, the next worker does.
FINISH_TIMEOUT_S = 10.0
# What is large goes back to the system as soon as it is freed; else the batches of an import, which come from
# several threads, leave 30 MB of holes. glibc's own threshold grows with what it meets, unless it is set.
_GIVING_BACK = {"MALLOC_MMAP_THRESHOLD_": "131072"}


@asynccontextmanager
async def worker_process(settings: Settings, dsn: str) -> AsyncIterator[None]:
    """Keep a worker running beside the block. Its life hangs on ours: it ends when we do, however we end."""
    told = {"DATABASE_URL": dsn, "KONTOR_HOME": str(settings.kontor_home)}
    environment = {**os.environ, **_GIVING_BACK, **told}
    keeping = asyncio.create_task(_keep(environment))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep(environment: Mapping[str, str]) -> None:
    while True:
        process = await _start(environment)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        log.warning("the worker ended with %s; starting another", code)
        await asyncio.sleep(RESTART_PAUSE_S)


async def _start(environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        "worker",
        "--until-stdin-ends",
        stdin=asyncio.subprocess.PIPE,  # ends with us, even if we are killed
        env=environment,
        start_new_session=True,  # a Ctrl-C is ours to pass on
    )


async def _stop(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), FINISH_TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
