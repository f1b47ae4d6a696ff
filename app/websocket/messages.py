"""A text becomes one of the messages that a client may send, or the socket is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.websocket.closing import bad_message

# Ids are the client's own; ours come back with each message, and in the reason of a close frame.
MAX_ID = 200


@dataclass(frozen=True, slots=True)
class Init:
    """The client says who it is."""

    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ping:
    """The client wants a sign of life; its payload comes back."""

    payload: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Pong:
    """The client gives a sign of life."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The client wants an operation to be run, of whatever kind."""

    id: str
    query: str
    operation_name: str | None
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Complete:
    """The client wants no more results of an operation."""

    id: str


Message = Init | Ping | Pong | Subscribe | Complete


def read_message(text: str | None) -> Message:
    """Return what a client has sent; None stands for a binary frame.

    Errors: Closing with 4400 for anything that the protocol does not know.
    """
    message = _parsed(text)
    match message.get("type"):
        case "connection_init":
            return Init(_object(message, "payload") or {})
        case "ping":
            return Ping(_object(message, "payload"))
        case "pong":
            _object(message, "payload")
            return Pong()
        case "subscribe":
            return _subscribe(message)
        case "complete":
            return Complete(_id(message))
        case str() as unknown:
            raise bad_message(f"Invalid message type {unknown[:40]!r}")
        case _:
            raise bad_message("A message needs a type")


def _parsed(text: str | None) -> dict[str, Any]:
    try:
        message = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        raise bad_message("A message is JSON in a text frame") from None
    if not isinstance(message, dict):
        raise bad_message("A message is a JSON object")
    return message


def _subscribe(message: Mapping[str, Any]) -> Subscribe:
    id_ = _id(message)
    payload = _object(message, "payload")
    if payload is None:
        raise bad_message("A subscribe message needs a payload")
    query, name = payload.get("query"), payload.get("operationName")
    if not isinstance(query, str):
        raise bad_message("A subscribe message needs a query")
    if not isinstance(name, str | None):
        raise bad_message("operationName is a string or null")
    _object(payload, "extensions")
    return Subscribe(id_, query, name or None, _object(payload, "variables") or {})


def _id(message: Mapping[str, Any]) -> str:
    match message.get("id"):
        case str() as id_ if 0 < len(id_) <= MAX_ID:
            return id_
        case _:
            raise bad_message(f"A message of this type needs an id of 1 to {MAX_ID} characters")


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    value = holder.get(name)
    if not isinstance(value, dict | None):
        raise bad_message(f"{name} is an object")
    return value
