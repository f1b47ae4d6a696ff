"""A link that opens one download for a while: what it opens is in it, signed, so nothing is stored."""

import base64
import binascii
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Any

import orjson

VALID_S = 3_600


class Links:
    """Makes and reads tokens with one secret; processes that share it read each other's."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock

    def of(self, kind: str) -> "Links":
        """Return links of one kind, which open nothing where another kind is taken."""
        return Links(hmac.digest(self._secret, kind.encode(), "sha256"), self._clock)

    def token(self, opens: Mapping[str, Any], until: float | None = None) -> str:
        """Return the token that opens this, JSON-able; it fits into a path.

        It is valid until a second since 1970, or for an hour.
        """
        ends = self._clock() + VALID_S if until is None else until
        payload = orjson.dumps({**opens, "until": int(ends)})
        return f"{_encoded(payload)}.{_encoded(self._signature(payload))}"

    def opened(self, token: str) -> Mapping[str, Any] | None:
        """Return what a token opens, or None when it has expired or is not one of ours."""
        body, _, signature = token.partition(".")
        try:
            payload, signed = _decoded(body), _decoded(signature)
        except (binascii.Error, ValueError):
            return None
        if not hmac.compare_digest(signed, self._signature(payload)):
            return None
        opens: dict[str, Any] = orjson.loads(payload)
        return opens if opens.pop("until") > self._clock() else None

    def _signature(self, payload: bytes) -> bytes:
        return hmac.digest(self._secret, payload, "sha256")


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
