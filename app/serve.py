"""What `serve` starts, in which order: port, Postgres, schema, demo, worker, API; stopped in reverse."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import uvicorn

from app.asgi import create_app
from app.database import database, migrate, opened
from app.demo.opening import Demo, open_demo_unless_in_use
from app.demo.outside import outside
from app.http.forms import MAX_BODY_BYTES
from app.http.slow_clients import PromptHttp
from app.http.streams import Streams
from app.listening import address_of, listen
from app.settings import Settings
from app.stopping import StopRequest
from app.welcome import welcome
from app.worker_process import worker_process

# Long enough for any request; streams are ended at once.
FINISH_TIMEOUT_S = 10


class ApiServer(uvicorn.Server):
    """uvicorn, without the signals (`app.stopping` has them) and with a word when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], streams: Streams) -> None:
        super().__init__(config)
        self._ready = ready
        self._streams = streams

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: uvicorn would raise them again before Postgres is stopped."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as usual, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def finish(self) -> None:
        """Answer what was asked, end what would never end by itself, then end."""
        self._streams.end()
        self.should_exit = True


async def serve(settings: Settings, stop: StopRequest, say: Callable[[str], None]) -> None:
    """Serve until `stop`; `say` gets the sentences for the person who started it.

    Errors: CannotStart and its kinds.
    """
    with closing(listen(settings.host, settings.port)) as listening:
        async with database(settings) as dsn:
            await migrate(dsn)
            demo = await _demo(settings, dsn)
            app = create_app(replace(settings, database_url=dsn))
            server = ApiServer(
                configuration(app), lambda: say(_welcome(listening, settings, demo)), app.state.streams
            )
            stop.answer_with(server.finish)
            async with worker_process(settings, dsn):
                await server.serve(sockets=[listening])


def configuration(app: Callable[..., Any]) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app,
        http=PromptHttp,
        ws="websockets-sansio",
        ws_max_size=MAX_BODY_BYTES,
        # Compression takes four times the memory of a connection that is otherwise idle.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH_TIMEOUT_S,
    )


async def _demo(settings: Settings, dsn: str) -> Demo | None:
    if not settings.demo:
        return None
    async with opened(dsn) as pool:
        return await open_demo_unless_in_use(pool, settings.kontor_home, outside(settings))


def _welcome(listening: socket.socket, settings: Settings, demo: Demo | None) -> str:
    return welcome(address_of(listening), explorer=settings.explorer, demo=demo, demo_wanted=settings.demo)
