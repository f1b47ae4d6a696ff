"""Several processes that answer requests on one socket, so that each core has one, and one may end."""

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack

from app.api_server import FAREWELL_S, FINISH_TIMEOUT_S
from app.kept_process import Beside, kept
from app.settings import Settings
from app.stopping import StopRequest

# For what a process does before and after its requests.
_MARGIN_S = 5.0


async def answer_by_several(
    settings: Settings, listening: socket.socket, stop: StopRequest, ready: Callable[[], None]
) -> None:
    """Have `settings.processes` processes answer until `stop`, each followed by another when it ends.

    Whoever connects while one ends waits in the line of the socket, which is all of theirs.
    Errors: EndedAtOnce.
    """
    finish = asyncio.Event()
    stop.answer_with(finish.set)
    keeping = [kept(_process(settings, listening, number)) for number in range(settings.processes)]
    async with AsyncExitStack() as all_:
        await asyncio.gather(*(all_.enter_async_context(one) for one in keeping))
        ready()
        await finish.wait()


def _process(settings: Settings, listening: socket.socket, number: int) -> Beside:
    assert settings.database_url is not None
    told = {"DATABASE_URL": settings.database_url, "KONTOR_HOME": str(settings.kontor_home)}
    if settings.metrics_port is not None:
        told["METRICS_PORT"] = str(settings.metrics_port + number)
    return Beside(
        f"API process {number + 1}",
        ("api", "--socket", str(listening.fileno())),
        {**os.environ, **told},
        settings.drain_seconds + FAREWELL_S + FINISH_TIMEOUT_S + _MARGIN_S,
        (listening.fileno(),),
        says_ready=True,
    )
