"""What an exchange with an HTTP gateway means for the message: taken, refused, later, or nobody knows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, NotSent, Unclear, Unreachable
from services.messengers.connections import Connections

# All of it fits in what a send may take (services.delivery.attempt).
TIMEOUT = httpx.Timeout(14, connect=5)
# A connection that has rested for longer may be closed just as it is used again, and then nobody knows.
_REST_S = 4.0

# Nothing has left the house yet.
_NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# It is us that they hold against us: a key, the credit, the address of the gateway.
_OUR_FAULT = frozenset({401, 402, 403, 404, 405, 407, 410})
_LATER = frozenset({408, 425, 429})
_LONGEST_WAIT_S = 86_400.0


def http_client(**options: Any) -> httpx.AsyncClient:
    """Return a client for one gateway; it follows no redirects, and goes by no proxy of the environment."""
    return httpx.AsyncClient(timeout=TIMEOUT, transport=Connections(_REST_S), trust_env=False, **options)


async def exchange(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Send a request and return the answer, read to its end.

    Errors: Unreachable when it can't have arrived, Unclear when it may have.
    """
    try:
        return await client.send(request)
    except _NOT_BEGUN:
        raise Unreachable from None
    except httpx.HTTPError:
        raise Unclear from None


def not_taken(response: httpx.Response) -> NotSent | None:
    """Return what an answer means that says nothing of the message itself; None when it does.

    A 5xx tells of the gateway's trouble, not of when it began: the message may be on its way.
    """
    match response.status_code:
        case status if status in _LATER:
            return Busy(retry_after_s(response.headers))
        case status if status in _OUR_FAULT:
            return Busy(None, DeliveryError.SENDER_REFUSED)
        case status if 300 <= status < 400:
            return Busy(None, DeliveryError.SENDER_REFUSED)  # it is somewhere else
        case status if status >= 500:
            return Unclear()
    return None


def members(response: httpx.Response) -> Mapping[str, Any]:
    """Return the members of an answer's JSON object; none when it is something else."""
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds to wait, at most a day, or None when nothing readable says so.

    Source: RFC 9110, 10.2.3: a number of seconds or a date.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT_S)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    waits = (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(waits, 0.0), _LONGEST_WAIT_S)
