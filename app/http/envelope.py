"""What goes around every answer: the request's id, a line in the log, and a farewell while we stop."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.draining import Draining
from app.http.ledger import Ledger
from app.http.places import Places
from app.http.request_id import take_request_id

log = logging.getLogger("kontor.http")

_BEGINS = {"http.response.start", "websocket.accept"}


class Envelope:
    """Wraps the answers of an application."""

    def __init__(self, places: Places, draining: Draining, ledger: Ledger) -> None:
        self._places = places
        self._draining = draining
        self._ledger = ledger

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Have `app` answer one request or serve one WebSocket."""
        id_ = take_request_id(scope["headers"])
        account = self._ledger.open()
        status: object = "not"

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] in _BEGINS:
                status = message.get("status", "as a WebSocket")
                message = {**message, "headers": self._headers(message, id_)}
            await send(message)

        try:
            await app(scope, receive, send_on)
        finally:
            self._say(scope, status, account.seconds)
            if isinstance(status, int):
                self._ledger.enter_answer(account, scope, status)

    def _say(self, scope: Scope, status: object, seconds: float) -> None:
        # Never the path itself: those of payers and downloads are as good as keys.
        place = self._places.of(scope["path"])
        log.debug("%s %s was answered %s after %.3f s", scope.get("method", "GET"), place, status, seconds)

    def _headers(self, message: Message, id_: str) -> list[tuple[bytes, bytes]]:
        headers = [*message.get("headers", ()), (b"x-request-id", id_.encode())]
        # Who keeps connections finds them closed in the middle of the next request, unless told before.
        if self._draining.begun and message["type"] == "http.response.start":
            headers = [(name, value) for name, value in headers if name.lower() != b"connection"]
            headers.append((b"connection", b"close"))
        return headers
