"""What a trace tells of an answer, by OpenTelemetry's names: no documents, variables or paths.

Source: its conventions for HTTP servers and for GraphQL servers.
"""

from collections.abc import Mapping

from starlette.types import Scope

from app.answered import Answered
from app.graphql.documents import Operation
from app.http.account import Account
from app.http.places import OTHER
from app.http.request_id import current_request_id

# Whatever a client makes up is none.
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}

Facts = Mapping[str, str | int]


def of_request(account: Account, scope: Scope, place: str, status: int, name: str) -> Answered:
    """Return what is told of a request; `name` is its operation's, as far as names are told in titles."""
    method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
    facts: dict[str, str | int] = {
        **_of_any(account, scope, place),
        "http.request.method": method,
        "http.response.status_code": status,
    }
    if status >= 500:
        facts.setdefault("error.type", str(status))
    title = _titled(account.operation, name) if account.operation else _place_title(method, place)
    return _answered(title, account, scope, facts)


def of_socket(account: Account, scope: Scope, place: str, name: str) -> Answered:
    """Return what is told of an operation over a WebSocket."""
    facts = {**_of_any(account, scope, place), "network.protocol.name": "websocket"}
    return _answered(_titled(account.operation, name), account, scope, facts)


def _answered(title: str, account: Account, scope: Scope, facts: Facts) -> Answered:
    steps = () if account.steps is None else account.steps.taken
    return Answered(title, scope["headers"], account.begun, facts, "error.type" in facts, steps)


def _titled(operation: Operation | None, name: str) -> str:
    """Return e.g. `query Customers` or `mutation`."""
    return "GraphQL Operation" if operation is None else f"{operation.type} {name}".rstrip()


def _place_title(method: str, place: str) -> str:
    """Return e.g. `GET /p/…`, or the method alone for a path that is none of ours."""
    shown = "HTTP" if method == "_OTHER" else method
    return shown if place == OTHER else f"{shown} {place}"


def _of_any(account: Account, scope: Scope, place: str) -> Facts:
    facts: dict[str, str | int] = {"url.scheme": scope["scheme"]}
    if (id_ := current_request_id()) is not None:
        facts["kontor.request.id"] = id_
    if place != OTHER:
        facts["http.route"] = place
    if account.operation is not None:
        facts |= _of_operation(account.operation, account)
    if account.end is not None:
        facts["kontor.stream.end"] = account.end
    if account.failures:
        facts["error.type"] = account.failures[0]
    if account.steps is not None and account.steps.left_out:
        facts["kontor.steps.left_out"] = account.steps.left_out
    return facts


def _of_operation(operation: Operation, account: Account) -> Facts:
    facts: dict[str, str | int] = {"graphql.operation.type": operation.type}
    if operation.name:
        facts["graphql.operation.name"] = operation.name
    if operation.is_subscription:
        facts["kontor.stream.events"] = account.events
    return facts
