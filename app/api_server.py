"""One process that answers requests on a socket, from its first to its last."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from app.asgi import create_app
from app.http.draining import Draining
from app.http.forms import MAX_BODY_BYTES
from app.http.slow_clients import PromptHttp
from app.http.streams import Streams
from app.settings import Settings
from app.stopping import StopRequest

# Long enough for any request; streams are ended at once.
FINISH_TIMEOUT_S = 10
# Who keeps a connection and has just sent a request on it is answered; who is silent for so long loses it.
FAREWELL_S = 1.0


class ApiServer(uvicorn.Server):
    """uvicorn, without the signals (`app.stopping` has them), with a word when ready, and a farewell."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        streams: Streams,
        draining: Draining,
        drain_s: float = 0,
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._streams = streams
        self._draining = draining
        self._drain_s = drain_s
        self._stopping: asyncio.Task[None] | None = None

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
        self._draining.begin()
        self._stopping = asyncio.get_running_loop().create_task(self._stop())

    async def _stop(self) -> None:
        # Load balancers find out from /readyz, and send nobody here any more.
        await asyncio.sleep(self._drain_s)
        self._streams.end()
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, answer who is in, then stop as usual.

        uvicorn would close each connection on which nothing is being answered, also one on which a
        request is just arriving.
        """
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        until = loop.time() + FAREWELL_S
        while self.server_state.connections and loop.time() < until:  # noqa: ASYNC110 - uvicorn's own set
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)


async def answer_requests(
    settings: Settings, listening: socket.socket, stop: StopRequest, ready: Callable[[], None]
) -> None:
    """Answer what comes in on a socket until `stop`; `settings.database_url` names a migrated database.

    Errors: CannotStart and its kinds.
    """
    app = create_app(settings)
    state = app.state
    server = ApiServer(configuration(app), ready, state.streams, state.draining, settings.drain_seconds)
    stop.answer_with(server.finish)
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
