"""/graphql: the request is read, its sender recognised, its operation run, and the bytes sent."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.explorer import explorer_page
from app.graphql.documents import InvalidOperation, Operation
from app.graphql.engine import Engine
from app.graphql.errors import first_few, masked
from app.graphql.limits import INVALID_COST
from app.graphql.subscriptions import NotRun
from app.http.account import account_now
from app.http.event_stream import EventStream
from app.http.followed import Followed, Transport
from app.http.head import Head, read_head
from app.http.negotiation import EVENT_STREAM, GRAPHQL_JSON, JSON, language, media_type
from app.http.reading import GraphQLRequest, read_request
from app.http.refusals import JsonResponse, Refused, throttled, unauthenticated, unavailable
from app.http.sender import Sender
from app.http.surroundings import surroundings
from app.http.throttle import Allowance, Charged, Throttled
from db.errors import is_outage
from domain.caller import Caller
from domain.locale import Locale
from resolvers.context import Context
from services.authentication import Authenticator

log = logging.getLogger("kontor.graphql")


class GraphQLEndpoint:
    """The ASGI application behind /graphql. `state` of the application holds what the process opened."""

    def __init__(self, engine: Engine, *, explorer: bool) -> None:
        self._explorer = explorer
        self._engine = engine

    def _text(self, asked: GraphQLRequest) -> str:
        """Return the document, which may only be named. Errors: InvalidOperation."""
        # Apollo sends the document with its id when the id alone was not known.
        return asked.query if asked.query is not None else self._engine.document(asked.document_id or "")

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
                raise unauthenticated(shown=sender.shows_something)
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
            if is_outage(error):
                log.warning("the database is away: %s", type(error).__name__)
                return unavailable().response(told_as, spoken)
            body = orjson.dumps({"errors": [masked(error, spoken)]})
            return JsonResponse(body, told_as, 500)

    async def _answer(
        self, asked: GraphQLRequest, request: Request, caller: Caller, wanted: str
    ) -> JsonResponse:
        try:
            operation = self._engine.operation(self._text(asked), asked.operation_name)
            _refuse_changes_by_get(operation, request)
            if operation.is_subscription:
                raise Refused(406, "NOT_ACCEPTABLE", "subscription_needs_stream")
            prepared = self._engine.prepared(operation, asked.variables)
            allowance = request.app.state.throttle.take(caller.actor, prepared.cost)
            body = await self._engine.answer(prepared, surroundings(request, caller))
            return JsonResponse(_with_cost(body, allowance) if asked.wants_cost else body, wanted)
        except InvalidOperation as invalid:
            request.app.state.throttle.charge(caller.actor, INVALID_COST)
            return _invalid(invalid, wanted, caller.language)
        except Throttled as full:
            raise throttled(full.after_s, full.allowance.shown()) from None

    async def _stream(
        self, asked: GraphQLRequest, request: Request, sender: Sender, caller: Caller
    ) -> EventStream:
        try:
            with suppress(InvalidOperation):  # told by the stream
                _refuse_changes_by_get(
                    self._engine.operation(self._text(asked), asked.operation_name), request
                )
        except Refused:
            await asked.close()
            raise
        state = request.app.state
        account = account_now()
        assert account is not None
        followed = Followed(
            account,
            Transport.EVENT_STREAM,
            state.streams,
            state.ledger.metrics.streams,
            Charged(state.throttle, caller),
        )
        results = self._results(asked, surroundings(request, caller), sender, state.authenticator, followed)
        return EventStream(followed.passed_on(results), state.streams, caller)

    async def _results(
        self,
        asked: GraphQLRequest,
        context: Context,
        sender: Sender,
        authenticator: Authenticator,
        followed: Followed,
    ) -> AsyncGenerator[bytes, None]:
        try:
            try:
                text = self._text(asked)
            except InvalidOperation as invalid:
                raise NotRun(first_few(invalid.errors, context.caller.language)) from None
            results = self._engine.results(
                text,
                asked.operation_name,
                asked.variables,
                context,
                lambda: sender.recognised(authenticator),
                followed.admit,
            )
            async with aclosing(results):
                async for body in results:
                    yield body
        finally:
            await asked.close()


def _refuse_changes_by_get(operation: Operation, request: Request) -> None:
    if operation.is_mutation and request.method == "GET":
        raise Refused(405, "METHOD_NOT_ALLOWED", "mutation_over_get", {"Allow": "POST"})


def _with_cost(body: bytes, allowance: Allowance) -> bytes:
    """Return an answer with what it has cost, as its last member."""
    return body[:-1] + b',"extensions":' + orjson.dumps({"cost": allowance.shown()}) + b"}"


def _invalid(invalid: InvalidOperation, wanted: str, language: Locale) -> JsonResponse:
    """A request that is no valid operation: 400 where the media type allows to tell, else 200."""
    body = orjson.dumps({"errors": first_few(invalid.errors, language)})
    return JsonResponse(body, wanted, 400 if wanted == GRAPHQL_JSON else 200)
