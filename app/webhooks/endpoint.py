"""POST /webhooks/{merchant}/{endpoint}: a sender's event comes in, and is answered once it is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.graphql.errors import masked
from app.http.negotiation import JSON, language
from app.http.refusals import JsonResponse, Refused, body_too_large
from db.errors import is_outage
from domain.errors import Conflict, Failure, Failures, WebhookEndpointNotFound
from domain.ids import EndpointId, Kind, MerchantId, decode
from domain.locale import Locale
from domain.texts import say_failure
from services.webhooks_in.document import Unreadable
from services.webhooks_in.receive import Endpoint, find_endpoint, receive_event
from services.webhooks_in.signatures import Unverified

log = logging.getLogger("kontor.webhooks")

MAX_BODY_BYTES = 1_048_576
BODY_TIMEOUT_S = 10.0
# Of what is refused before its end is read, the connection can't be used again.
CLOSING = {"Connection": "close"}


def webhook_routes() -> list[BaseRoute]:
    """Return the route to which events are sent."""
    return [Route("/webhooks/{merchant}/{endpoint}", WebhookReception(_take))]


class WebhookReception:
    """The ASGI application that takes one event: `take` has its effect, or raises why it has none.

    204 when it has had its effect, now or earlier, and when it has none; 4xx when it never will as it is;
    5xx when it may later.
    """

    def __init__(self, take: Callable[[Request], Awaitable[None]]) -> None:
        self._take = take

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await _respond(Request(scope, receive), self._take)
        except ClientDisconnect:
            return  # nobody is left to be answered
        await response(scope, receive, send)


async def _respond(request: Request, take: Callable[[Request], Awaitable[None]]) -> ASGIApp:
    spoken = language(request.headers.get("accept-language"), Locale.EN)
    try:
        await take(request)
    except Refused as refused:
        return refused.response(JSON, spoken)
    except Unverified:
        return Refused(403, "WEBHOOK_UNVERIFIED", "webhook_unverified").response(JSON, spoken)
    except Unreadable:
        return Refused(400, "WEBHOOK_UNREADABLE", "webhook_unreadable").response(JSON, spoken)
    except (Failure, Failures) as refused:
        return _refusal(request, refused, spoken)
    except ClientDisconnect:
        raise
    except Exception as error:
        if is_outage(error):
            log.warning("an event can't be taken while the database is away")
            return _postponed().response(JSON, spoken)
        return JsonResponse(orjson.dumps({"errors": [masked(error, spoken)]}), JSON, 500, CLOSING)
    return Response(status_code=204)


async def _take(request: Request) -> None:
    """Take one event. Errors: Refused; those of find_endpoint and receive_event."""
    require_post(request)
    endpoint = await _endpoint(request)
    body = await posted_body(request)
    headers = dict(request.headers)
    await receive_event(request.app.state.pool, endpoint, headers, body)


async def _endpoint(request: Request) -> Endpoint:
    state: Any = request.app.state
    merchant_id = decode(request.path_params["merchant"], Kind.MERCHANT)
    endpoint_id = decode(request.path_params["endpoint"], Kind.WEBHOOK_ENDPOINT)
    if merchant_id is None or endpoint_id is None:
        raise WebhookEndpointNotFound
    return await find_endpoint(state.pool, state.secrets, MerchantId(merchant_id), EndpointId(endpoint_id))


def require_post(request: Request) -> None:
    """Let pass what is sent to us. Errors: Refused."""
    if request.method != "POST":
        raise Refused(
            405,
            "METHOD_NOT_ALLOWED",
            "method_not_allowed",
            {"Allow": "POST", **CLOSING},
            method=request.method,
            allowed=["POST"],
        )


async def posted_body(request: Request) -> bytes:
    """Return the body, counted while it arrives, whatever its header promised. Errors: Refused."""
    if int(request.headers.get("content-length", 0)) > MAX_BODY_BYTES:
        raise body_too_large(MAX_BODY_BYTES)
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for chunk in request.stream():
                size += len(chunk)
                if size > MAX_BODY_BYTES:
                    raise body_too_large(MAX_BODY_BYTES)
                chunks.append(chunk)
    except TimeoutError:
        raise Refused(408, "WEBHOOK_TOO_SLOW", "webhook_too_slow", CLOSING) from None
    return b"".join(chunks)


def _refusal(request: Request, refused: Failure | Failures, spoken: Locale) -> JsonResponse:
    failures = refused.failures if isinstance(refused, Failures) else (refused,)
    errors = [
        {
            "message": say_failure(failure, spoken),
            "extensions": {"code": failure.code.upper(), "field": list(failure.field)},
        }
        for failure in failures
    ]
    # Its sender will tell somebody; so do we, without what stands in it.
    log.warning("an event at %s was refused: %s", request.url.path, ", ".join(map(_named, failures)))
    return JsonResponse(orjson.dumps({"errors": errors}), JSON, _status(failures[0]), _headers(failures[0]))


def _named(failure: Failure) -> str:
    return f"{failure.code} at {'.'.join(map(str, failure.field)) or '-'}"


def _status(failure: Failure) -> int:
    match failure:
        case WebhookEndpointNotFound():
            return 404
        case Conflict():
            return 409
        case _:
            return 422


def _headers(failure: Failure) -> dict[str, str]:
    return CLOSING if isinstance(failure, WebhookEndpointNotFound) else {}


def _postponed() -> Refused:
    return Refused(503, "WEBHOOK_POSTPONED", "webhook_postponed", {"Retry-After": "5", **CLOSING})
