"""/graphql as a WebSocket: the subprotocol is agreed on, and a connection served until it ends."""

from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from app.graphql.engine import Engine
from app.http.cors import Cors
from app.websocket.closing import origin_not_allowed, subprotocol_not_acceptable
from app.websocket.connection import Connection
from app.websocket.socket import SUBPROTOCOL, Gone, Socket


class GraphQLSocket:
    """The ASGI application behind ws://…/graphql. The application's `state` has what the process opened."""

    def __init__(self, engine: Engine, cors: Cors) -> None:
        self._engine = engine
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket."""
        socket = Socket(receive, send)
        with suppress(Gone):
            if SUBPROTOCOL not in scope["subprotocols"]:
                # A browser learns nothing of a refused handshake: so it is accepted, and the socket closed.
                await socket.accept(None)
                await socket.close(subprotocol_not_acceptable())
                return
            await socket.accept(SUBPROTOCOL)
            headers = Headers(scope=scope)
            if not self._cors.admits(headers.get("origin"), headers.get("host")):
                await socket.close(origin_not_allowed())
                return
            await Connection(self._engine, socket, HTTPConnection(scope)).serve()
