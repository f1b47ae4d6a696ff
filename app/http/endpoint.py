"""/graphql: the request is read, its sender recognised, its operation run, and the bytes sent."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.explorer import explorer_page
from app.graphql.documents import InvalidOperation, Operation
from app.graphql.engine import Engine
from app.graphql.errors import first_few, masked
from app.http.event_stream import EventStream
from app.http.head import Head, read_head
from app.http.negotiation import EVENT_STREAM, GRAPHQL_JSON, JSON, language, media_type
from app.http.reading import GraphQLRequest, read_request
from app.http.refusals import JsonResponse, Refused, unauthenticated
from app.http.sender import Sender
from app.http.surroundings import surroundings
from domain.caller import Caller
from domain.locale import Locale
from resolvers.context import Context
from services.authentication import Authenticator


class GraphQLEndpoint:
    """The ASGI application behind /graphql. `state` of the application holds what the process opened."""

    def __init__(self, engine: Engine, *, explorer: bool) -> None:
        self._explorer = explorer
        self._engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._respond(Request(scope, receive), read_head(scope))
        except ClientDisconnect:
            return  # nobody is left to be answered
        await response(scope, receive, send)

    async def _respond(self, request: Request, head: Head) -> ASGIApp:
        if self._explorer and request.method == "GET" and "text/html" in (head.accept or ""):
            return explorer_page()
        wanted = media_type(head.accept)
        # What never becomes an operation is not told as an event.
        told_as = wanted if wanted in (JSON, GRAPHQL_JSON) else JSON
        spoken = language(head.accept_language, Locale.EN)
        try:
            if wanted is None:
                raise Refused(406, "NOT_ACCEPTABLE", "not_acceptable")
            sender = Sender(head.authorization, head.accept_language)
            caller = await sender.recognised(request.app.state.authenticator)
            if caller is None:
                raise unauthenticated()
            spoken = caller.language
            asked = await read_request(request, head)
            if wanted == EVENT_STREAM:
                return await self._stream(asked, request, sender, caller)
            try:
                return await self._answer(asked, request, caller, wanted)
            finally:
                await asked.close()
        except Refused as refused:
            return refused.response(told_as, spoken)
        except ClientDisconnect:
            raise
        except Exception as error:
            body = orjson.dumps({"errors": [masked(error, spoken)]})
            return JsonResponse(body, told_as, 500)

    async def _answer(
        self, asked: GraphQLRequest, request: Request, caller: Caller, wanted: str
    ) -> JsonResponse:
        try:
            operation = self._engine.operation(asked.query, asked.operation_name)
            _refuse_changes_by_get(operation, request)
            if operation.is_subscription:
                raise Refused(406, "NOT_ACCEPTABLE", "subscription_needs_stream")
            prepared = self._engine.prepared(operation, asked.variables)
            return JsonResponse(await self._engine.answer(prepared, surroundings(request, caller)), wanted)
        except InvalidOperation as invalid:
            return _invalid(invalid, wanted)

    async def _stream(
        self, asked: GraphQLRequest, request: Request, sender: Sender, caller: Caller
    ) -> EventStream:
        try:
            with suppress(InvalidOperation):  # told by the stream
                _refuse_changes_by_get(self._engine.operation(asked.query, asked.operation_name), request)
        except Refused:
            await asked.close()
            raise
        state = request.app.state
        results = self._results(asked, surroundings(request, caller), sender, state.authenticator)
        return EventStream(results, state.streams, caller)

    async def _results(
        self, asked: GraphQLRequest, context: Context, sender: Sender, authenticator: Authenticator
    ) -> AsyncGenerator[bytes, None]:
        results = self._engine.results(
            asked.query,
            asked.operation_name,
            asked.variables,
            context,
            lambda: sender.recognised(authenticator),
        )
        try:
            async with aclosing(results):
                async for body in results:
                    yield body
        finally:
            await asked.close()


def _refuse_changes_by_get(operation: Operation, request: Request) -> None:
    if operation.is_mutation and request.method == "GET":
        raise Refused(405, "METHOD_NOT_ALLOWED", "mutation_over_get", {"Allow": "POST"})


def _invalid(invalid: InvalidOperation, wanted: str) -> JsonResponse:
    """A request that is no valid operation: 400 where the media type allows to tell, else 200."""
    body = orjson.dumps({"errors": first_few(invalid.errors)})
    return JsonResponse(body, wanted, 400 if wanted == GRAPHQL_JSON else 200)
