"""A GET, a JSON body or a multipart form becomes one GraphQL request, or is refused."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from starlette.datastructures import FormData
from starlette.requests import Request

from app.http.forms import MAX_BODY_BYTES, read_form, with_files
from app.http.head import Head
from app.http.refusals import Refused, body_too_large, body_too_slow

# For the body of an operation; files have limits of their own.
BODY_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One operation to run: a document, or the id of a trusted one.

    `wants_cost` asks for `extensions.cost`. `files` keeps what a multipart form brought open until closed.
    """

    query: str | None
    document_id: str | None
    operation_name: str | None
    variables: Mapping[str, Any]
    wants_cost: bool = False
    files: FormData | None = None

    async def close(self) -> None:
        """Let go of uploaded files."""
        if self.files is not None:
            await self.files.close()


async def read_request(request: Request, head: Head) -> GraphQLRequest:
    """Return the request's operation.

    Errors: Refused with 400, 405, 408, 413 or 415.
    """
    if request.method == "GET":
        return _from_parameters(request)
    if request.method != "POST":
        raise Refused(
            405,
            "METHOD_NOT_ALLOWED",
            "method_not_allowed",
            {"Allow": "GET, POST"},
            method=request.method,
            allowed=["GET", "POST"],
        )
    content_type = (head.content_type or "").partition(";")[0].strip().lower()
    match content_type:
        case "application/json":
            return _from_members(_json(await _body(request)))
        case "multipart/form-data":
            return await _from_form(request)
        case _:
            raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", "unsupported_media_type")


async def _body(request: Request) -> bytes:
    """Return the body, counted while it arrives, whatever its header promised."""
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
        raise body_too_slow() from None
    return b"".join(chunks)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused(400, "BAD_REQUEST", "body_unreadable") from None


def _from_parameters(request: Request) -> GraphQLRequest:
    members: dict[str, Any] = {name: value for name, value in request.query_params.items() if value}
    for name in ("variables", "extensions"):
        if name in members:
            members[name] = _json(members[name].encode())
    return _from_members(members)


def _from_members(members: Any) -> GraphQLRequest:
    if not isinstance(members, dict):
        raise Refused(400, "BAD_REQUEST", "body_unreadable")
    name = members.get("operationName")
    if name is not None and not isinstance(name, str):
        raise _bad_parameter("operationName", "a text or null")
    for member in ("variables", "extensions"):
        if not isinstance(members.get(member), dict | None):
            raise _bad_parameter(member, "an object or null")
    extensions: Mapping[str, Any] = members.get("extensions") or {}
    query, document_id = members.get("query") or None, _document_id(members, extensions)
    if not isinstance(query, str | None) or (query is None and document_id is None):
        raise Refused(400, "BAD_REQUEST", "query_missing")
    return GraphQLRequest(
        query,
        document_id,
        name or None,
        members.get("variables") or {},
        wants_cost=extensions.get("cost") is True,
    )


def _document_id(members: Mapping[str, Any], extensions: Mapping[str, Any]) -> str | None:
    """Return the id of a trusted document, if one is named.

    Source: the appendix on persisted documents of GraphQL over HTTP, and Apollo's older way to say it.
    """
    persisted = extensions.get("persistedQuery")
    hashed = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    document_id = members.get("documentId", hashed)
    if not isinstance(document_id, str | None):
        raise _bad_parameter("documentId", "a text or null")
    return document_id


def _bad_parameter(name: str, expected: str) -> Refused:
    return Refused(400, "BAD_REQUEST", "parameter_invalid", name=name, expected=expected)


async def _from_form(request: Request) -> GraphQLRequest:
    """Return the operation of a multipart form, its files put where the map says.

    Source: GraphQL multipart request specification.
    """
    form = await read_form(request)
    try:
        asked = _from_members(_json(_text(form, "operations")))
        variables = with_files(asked.variables, _json(_text(form, "map")), form)
    except BaseException:
        await form.close()
        raise
    return replace(asked, variables=variables, files=form)


def _text(form: FormData, name: str) -> bytes:
    value = form.get(name)
    if not isinstance(value, str):
        raise Refused(400, "BAD_REQUEST", "upload_invalid")
    return value.encode()
