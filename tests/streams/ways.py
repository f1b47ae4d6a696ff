"""The ways to ask an operation, each with what it says first: errors by their codes, or an answer."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx
from websockets import ConnectionClosed

from tests.api.arguments import File
from tests.streams.conftest import Server
from tests.streams.talk import talking


@dataclass(frozen=True, slots=True)
class Asked:
    """A server, and a client of HTTP for all who ask it."""

    server: Server
    http: httpx.AsyncClient


# From whom is asked, a token or key, a document and its variables to what was told first.
Way: TypeAlias = Callable[[Asked, str, str, Mapping[str, Any]], Awaitable[list[str]]]
# No error came first, but an answer.
ANSWERED: list[str] = []
# How each way says that it does not know who asks.
UNKNOWN = {"http": ["401", "UNAUTHENTICATED"], "sse": ["401", "UNAUTHENTICATED"], "ws": ["4403", "Forbidden"]}


async def by_http(asked: Asked, token: str, document: str, variables: Mapping[str, Any]) -> list[str]:
    return await _posted(asked, token, document, variables, "application/json")


async def by_events(asked: Asked, token: str, document: str, variables: Mapping[str, Any]) -> list[str]:
    return await _posted(asked, token, document, variables, "text/event-stream")


async def by_socket(asked: Asked, token: str, document: str, variables: Mapping[str, Any]) -> list[str]:
    async with talking(asked.server.socket_url) as talk:
        await talk.say({"type": "connection_init", "payload": _authorization(token)})
        try:
            await talk.hear()
        except ConnectionClosed:
            return [str(talk.socket.close_code), str(talk.socket.close_reason)]
        await talk.subscribe(document, **sendable(variables))
        return codes(await talk.hear())


WAYS: dict[str, Way] = {"http": by_http, "sse": by_events, "ws": by_socket}


def sendable(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return variables as JSON has them: a file can't be among them, one that came before is named."""
    return {name: _sendable(value) for name, value in variables.items()}


def codes(message: Mapping[str, Any]) -> list[str]:
    """Return the codes of the errors in a message of the socket."""
    payload = message["payload"]
    errors = payload if message["type"] == "error" else payload.get("errors", [])
    return [error["extensions"]["code"] for error in errors]


def _sendable(value: Any) -> Any:
    match value:
        case {"file": File()}:
            return {"stagedUploadId": "upl_0192f0c4-7a3b-7cde-8f01-23456789abcd"}
        case dict():
            return {name: _sendable(inner) for name, inner in value.items()}
        case list():
            return [_sendable(inner) for inner in value]
        case _:
            return value


def _authorization(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


async def _posted(
    asked: Asked, token: str, document: str, variables: Mapping[str, Any], accept: str
) -> list[str]:
    """Return what is told first, and listen no longer."""
    headers = {**_authorization(token), "Accept": accept}
    body = {"query": document, "variables": sendable(variables)}
    async with asked.http.stream("POST", asked.server.url, json=body, headers=headers) as response:
        if response.status_code != 200:
            errors = json.loads(await response.aread())["errors"]
            return [str(response.status_code), *(error["extensions"]["code"] for error in errors)]
        if accept == "application/json":
            told = json.loads(await response.aread())
        else:
            told = await _first_event(response)
    return [error["extensions"]["code"] for error in told.get("errors", [])]


async def _first_event(response: httpx.Response) -> dict[str, Any]:
    async for line in response.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "data" and value:
            event: dict[str, Any] = json.loads(value)
            return event
    raise AssertionError("the stream ended without an event")
