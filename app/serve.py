"""What `serve` starts, in which order: port, Postgres, schema, demo, worker, API; stopped in reverse."""

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from app.api_processes import answer_by_several
from app.api_server import answer_requests
from app.database import database, migrate, opened
from app.demo.opening import Demo, open_demo_unless_in_use
from app.demo.outside import outside
from app.listening import address_of, listen
from app.settings import Settings
from app.stopping import StopRequest
from app.welcome import welcome
from app.worker_process import worker_process


async def serve(settings: Settings, stop: StopRequest, say: Callable[[str], None]) -> None:
    """Serve until `stop`; `say` gets the sentences for the person who started it.

    Errors: CannotStart and its kinds.
    """
    with closing(listen(settings.host, settings.port)) as listening:
        async with database(settings) as dsn:
            await migrate(dsn)
            demo = await _demo(settings, dsn)
            answer = answer_requests if settings.processes == 1 else answer_by_several
            async with worker_process(settings, dsn):
                await answer(
                    replace(settings, database_url=dsn),
                    listening,
                    stop,
                    lambda: say(_welcome(listening, settings, demo)),
                )


async def _demo(settings: Settings, dsn: str) -> Demo | None:
    if not settings.demo:
        return None
    async with opened(dsn) as pool:
        return await open_demo_unless_in_use(pool, settings.kontor_home, outside(settings))


def _welcome(listening: socket.socket, settings: Settings, demo: Demo | None) -> str:
    return welcome(address_of(listening), explorer=settings.explorer, demo=demo, demo_wanted=settings.demo)
