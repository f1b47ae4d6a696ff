"""PUT /uploads/…: a file comes in by a signed link, as whoever asked for it may act by now."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.graphql.errors import masked
from app.http.content_digest import content_digest
from app.http.negotiation import JSON, language
from app.http.refusals import JsonResponse, Refused, body_too_large
from app.signed_link import opened
from domain.access import Permission
from domain.errors import Failure, FileTooLarge, UploadAltered, UploadBroken, UploadNotFound, UploadStored
from domain.ids import UploadId
from domain.locale import Locale
from domain.retention import ARRIVAL_LIMIT
from domain.texts import say_failure
from services.uploads import UPLOADS, receive_upload

# Who sends nothing for so long is gone, whatever the network says.
SILENCE_S = 60.0
ARRIVAL_LIMIT_S = ARRIVAL_LIMIT.total_seconds()
# What is refused is not read to its end, so the connection can't be used again.
CLOSING = {"Connection": "close"}

_STATUS: Mapping[type[Failure], int] = {
    UploadNotFound: 404,
    UploadStored: 409,
    UploadBroken: 400,
    UploadAltered: 400,
}


def upload_routes() -> list[BaseRoute]:
    """Return the route to which files are sent."""
    return [Route("/uploads/{token}", UploadEndpoint())]


class UploadEndpoint:
    """The ASGI application that takes one file."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 204 when the file is there for good."""
        try:
            response = await _respond(Request(scope, receive))
        except ClientDisconnect:
            return  # nobody is left to be answered
        await response(scope, receive, send)


async def _respond(request: Request) -> ASGIApp:
    spoken = language(request.headers.get("accept-language"), Locale.EN)
    try:
        await _take(request)
    except Refused as refused:
        return refused.response(JSON, spoken)
    except FileTooLarge as failure:
        return body_too_large(int(str(failure.facts["limit"]))).response(JSON, spoken)
    except Failure as failure:
        return _refusal(failure, spoken)
    except ClientDisconnect:
        raise
    except Exception as error:
        return JsonResponse(orjson.dumps({"errors": [masked(error, spoken)]}), JSON, 500, CLOSING)
    return Response(status_code=204)


async def _take(request: Request) -> None:
    """Keep the file of a request. Errors: Refused; those of receive_upload; ClientDisconnect."""
    _require_put(request)
    state: Any = request.app.state
    link = await opened(request, UPLOADS, Permission.IMPORTS_WRITE)
    if link is None:
        raise Refused(403, "UPLOAD_LINK_INVALID", "upload_link_invalid", CLOSING)
    _require_whole(request)
    _require_length(request, link.says["bytes"])
    digest = content_digest(request.headers.get("content-digest"))
    merchant_id, upload_id = link.caller.merchant_id, UploadId(UUID(link.says["upload"]))
    pieces = _pieces(request)
    try:
        async with asyncio.timeout(ARRIVAL_LIMIT_S) as limit:
            await receive_upload(state.pool, state.storage, merchant_id, upload_id, pieces, digest=digest)
    except TimeoutError:
        if not limit.expired():
            raise  # not the sender's, but the database's
        raise _too_slow() from None


def _require_put(request: Request) -> None:
    if request.method != "PUT":
        raise Refused(
            405,
            "METHOD_NOT_ALLOWED",
            "method_not_allowed",
            {"Allow": "PUT", **CLOSING},
            method=request.method,
            allowed=["PUT"],
        )


def _require_whole(request: Request) -> None:
    """Refuse a part of a file (RFC 9110, 14.5), and one in another coding than its own."""
    if "content-range" in request.headers:
        raise Refused(400, "UPLOAD_PARTIAL", "upload_partial", CLOSING, header="Content-Range")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "UPLOAD_PARTIAL", "upload_partial", CLOSING, header="Content-Encoding")


def _require_length(request: Request, announced: int) -> None:
    """Refuse a body whose header says already that it is not the file; others are counted."""
    length = request.headers.get("content-length")
    if length is None:
        return
    if int(length) > announced:
        raise FileTooLarge(limit=announced)
    if int(length) < announced:
        raise UploadBroken(received=int(length), announced=announced)


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """Yield the body as it arrives. Errors: Refused when nothing does; ClientDisconnect."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENCE_S):
                piece = await anext(stream, None)
        except TimeoutError:
            raise _too_slow() from None
        if piece is None:
            return
        if piece:
            yield piece


def _too_slow() -> Refused:
    return Refused(408, "UPLOAD_TOO_SLOW", "upload_too_slow", CLOSING)


def _refusal(failure: Failure, spoken: Locale) -> JsonResponse:
    status = _STATUS[type(failure)]
    error = {"message": say_failure(failure, spoken), "extensions": {"code": failure.code.upper()}}
    return JsonResponse(orjson.dumps({"errors": [error]}), JSON, status, CLOSING)
