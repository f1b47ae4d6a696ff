"""/graphql as a WebSocket: the subprotocol is agreed on, and a connection served until it ends."""

from contextlib import suppress

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from app.graphql.engine import Engine
from app.websocket.closing import subprotocol_not_acceptable
from app.websocket.connection import Connection
from app.websocket.socket import SUBPROTOCOL, Gone, Socket


class GraphQLSocket:
    """The ASGI application behind ws://…/graphql. The application's `state` has what the process opened."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
            await Connection(self._engine, socket, HTTPConnection(scope)).serve()
