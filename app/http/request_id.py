"""The id under which a request is found in the logs: its client's, its trace's, or a new one."""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from uuid import uuid4

# What others send stands in our logs: nothing that could be more than an id.
_ID = re.compile(rb"[A-Za-z0-9_.:-]{1,64}")
# Source: W3C Trace Context, version 00.
_TRACEPARENT = re.compile(rb"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current_request_id() -> str | None:
    """Return the id of the request on whose behalf this is run; None beside all requests."""
    return _current.get()


def take_request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the id of a request, under which all that it causes is logged from now on.

    Shape: `X-Request-Id` when it has 1 to 64 of `A-Za-z0-9_.:-`, else the trace of `traceparent`, else 32
    hexadecimal digits of our own.
    """
    id_ = _given(headers) or uuid4().hex
    _current.set(id_)
    return id_


def _given(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    trace: str | None = None
    for name, value in headers:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return value.decode()
        if name == b"traceparent" and (parts := _TRACEPARENT.fullmatch(value)):
            trace = parts[1].decode()
    return trace
