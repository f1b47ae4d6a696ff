"""What the transport itself refuses: a status, a code and a sentence, in the body of a GraphQL error."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from domain.locale import Locale
from domain.texts import say


class Refused(Exception):
    """A request that never becomes an operation. `text` is the key of its sentence in `requests`."""

    def __init__(
        self, status: int, code: str, text: str, headers: Mapping[str, str] | None = None, **facts: object
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = text
        self.headers = dict(headers or {})
        self.facts = facts
        self.extensions: dict[str, Any] = {}  # of the answer as a whole

    def error(self, language: Locale) -> dict[str, Any]:
        """Return the GraphQL error that says so."""
        message = say(f"requests.{self.text}", language, **self.facts)
        return {"message": message, "extensions": {"code": self.code}}

    def response(self, media_type: str, language: Locale) -> "JsonResponse":
        """Return what the client gets."""
        said: dict[str, Any] = {"errors": [self.error(language)]}
        if self.extensions:
            said["extensions"] = self.extensions
        body = orjson.dumps(said)
        return JsonResponse(body, media_type, self.status, self.headers)


class JsonResponse:
    """Bytes of JSON, sent as they are; the charset is always named."""

    __slots__ = ("_body", "_headers", "_status")

    def __init__(
        self, body: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self._body = body
        self._status = status
        self._headers = [
            (b"content-type", f"{media_type}; charset=utf-8".encode()),
            (b"content-length", b"%d" % len(body)),
            *((name.lower().encode(), value.encode()) for name, value in (headers or {}).items()),
        ]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def unauthenticated(*, shown: bool = False) -> Refused:
    """Return the refusal of a request without a key or token that is known and valid; `shown`, if it had one.

    Source: RFC 6750, 3: who shows nothing is told nothing but the way.
    """
    challenge = 'Bearer realm="kontor"' + (', error="invalid_token"' if shown else "")
    return Refused(401, "UNAUTHENTICATED", "unauthenticated", {"WWW-Authenticate": challenge})


def unavailable() -> Refused:
    """Return the refusal of a request that came while the database was away."""
    return Refused(503, "SERVICE_UNAVAILABLE", "unavailable", {"Retry-After": "2"})


def sign_in_unavailable() -> Refused:
    """Return the refusal of a token that nobody can check, because the issuer has not answered yet."""
    return Refused(503, "SIGN_IN_UNAVAILABLE", "sign_in_unavailable", {"Retry-After": "5"})


def too_many_streams() -> Refused:
    """Return the refusal of one more stream than a key may have open."""
    return Refused(429, "TOO_MANY_STREAMS", "too_many_streams", {"Retry-After": "5"})


def too_many_operations(limit: int) -> Refused:
    """Return the refusal of one more operation than a WebSocket may have open."""
    return Refused(429, "TOO_MANY_OPERATIONS", "too_many_operations", limit=limit)


def throttled(after_s: int, cost: Mapping[str, int]) -> Refused:
    """Return the refusal of an operation for which a key's bucket holds too little for now."""
    refused = Refused(429, "THROTTLED", "rate_limited", {"Retry-After": str(after_s)}, seconds=after_s)
    refused.extensions = {"cost": dict(cost)}
    return refused


def timed_out() -> Refused:
    """Return the refusal of an operation that took too long; what it had begun is rolled back."""
    return Refused(503, "TIMED_OUT", "timed_out")


def body_too_slow() -> Refused:
    """Return the refusal of a body that did not arrive in time."""
    return Refused(408, "BODY_TOO_SLOW", "body_too_slow", {"Connection": "close"})


def body_too_large(limit: int) -> Refused:
    """Return the refusal of a body of more than `limit` bytes."""
    # The rest of the body is not read, so the connection can't be used again.
    return Refused(413, "BODY_TOO_LARGE", "body_too_large", {"Connection": "close"}, limit=limit)
