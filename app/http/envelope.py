"""What goes around every answer: the request's id, a line in the log, and a farewell while we stop."""

import logging
import time
from collections.abc import Iterable, Mapping

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.graphql.documents import Operation
from app.http.draining import Draining
from app.http.own_failures import OwnFailures, watch_own_failures
from app.http.places import Places
from app.http.request_id import take_request_id
from app.metrics import Metrics, outcome_of
from app.tracing import Spans

log = logging.getLogger("kontor.http")

# Whatever a client makes up is none. Source: OpenTelemetry's conventions for HTTP.
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}
_BEGINS = {"http.response.start", "websocket.accept"}


class Envelope:
    """Wraps the answers of an application."""

    def __init__(self, routes: Iterable[BaseRoute], draining: Draining, metrics: Metrics) -> None:
        self._places = Places(routes)
        self._draining = draining
        self._metrics = metrics

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Have `app` answer one request or serve one WebSocket."""
        id_ = take_request_id(scope["headers"])
        failures = watch_own_failures()
        begun = time.perf_counter()
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
            self._note(scope, status, time.perf_counter() - begun, id_, failures)

    def _note(self, scope: Scope, status: object, seconds: float, id_: str, failures: OwnFailures) -> None:
        # Never the path itself: those of payers and downloads are as good as keys.
        place = self._places.of(scope["path"])
        log.debug("%s %s was answered %s after %.3f s", scope.get("method", "GET"), place, status, seconds)
        if isinstance(status, int):
            operation: Operation | None = scope.get("operation")
            name = "" if operation is None or operation.node.name is None else operation.node.name.value
            type_ = place if operation is None else operation.node.operation.value
            self._metrics.count(name, type_, outcome_of(status, failures.count), seconds)
            spans: Spans | None = scope["app"].state.spans
            if spans is not None:
                facts = _facts(scope["method"], place, operation, id_)
                spans.add_answer(_title(facts), scope["headers"], seconds, status, facts)

    def _headers(self, message: Message, id_: str) -> list[tuple[bytes, bytes]]:
        headers = [*message.get("headers", ()), (b"x-request-id", id_.encode())]
        # Who keeps connections finds them closed in the middle of the next request, unless told before.
        if self._draining.begun and message["type"] == "http.response.start":
            headers = [(name, value) for name, value in headers if name.lower() != b"connection"]
            headers.append((b"connection", b"close"))
        return headers


def _facts(method: str, place: str, operation: Operation | None, id_: str) -> dict[str, str]:
    """Return what a trace tells of a request, by OpenTelemetry's names: no documents, variables or paths."""
    facts = {
        "http.request.method": method if method in _METHODS else "_OTHER",
        "http.route": place,
        "kontor.request.id": id_,
    }
    if operation is not None:
        facts["graphql.operation.type"] = operation.node.operation.value
        if operation.node.name is not None:
            facts["graphql.operation.name"] = operation.node.name.value
    return facts


def _title(facts: Mapping[str, str]) -> str:
    """Return e.g. `query Customers`, `mutation` or `GET /p/…`."""
    if "graphql.operation.type" not in facts:
        return f"{facts['http.request.method']} {facts['http.route']}"
    return f"{facts['graphql.operation.type']} {facts.get('graphql.operation.name', '')}".rstrip()
