"""/graphql: the request is read, its sender recognised, its operation run, and the bytes sent."""

from dataclasses import replace
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.explorer import explorer_page
from app.graphql.answering import Runner
from app.graphql.documents import InvalidOperation, Operation
from app.graphql.errors import first_few, masked
from app.graphql.operations import Operations
from app.graphql.ordinary import answer_ordinarily, answer_root_fields
from app.graphql.schema import KontorSchema
from app.http.head import Head, read_head
from app.http.negotiation import GRAPHQL_JSON, JSON, language, media_type
from app.http.reading import GraphQLRequest, read_request
from app.http.refusals import JsonResponse, Refused, unauthenticated
from domain.caller import Caller
from domain.locale import Locale
from resolvers.context import Context


class GraphQLEndpoint:
    """The ASGI application behind /graphql. `state` of the application holds what the process opened."""

    def __init__(self, *, explorer: bool) -> None:
        self._explorer = explorer
        self._schema = KontorSchema()
        self._operations = Operations(self._schema)
        self._runner = Runner(self._schema)
        answer_root_fields(self._schema, self._operations, self._runner)

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
        spoken = language(head.accept_language, Locale.EN)
        try:
            if wanted is None:
                raise Refused(406, "NOT_ACCEPTABLE", "not_acceptable")
            caller = await self._caller(request, head)
            spoken = caller.language
            asked = await read_request(request, head)
            try:
                return await self._answer(asked, request, caller, wanted)
            finally:
                await asked.close()
        except Refused as refused:
            return refused.response(wanted or JSON, spoken)
        except ClientDisconnect:
            raise
        except Exception as error:
            body = orjson.dumps({"errors": [masked(error, spoken)]})
            return JsonResponse(body, wanted or JSON, 500)

    async def _caller(self, request: Request, head: Head) -> Caller:
        """Return who sends the request, speaking the language its header asks for.

        Errors: Refused with 401.
        """
        scheme, _, secret = (head.authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            raise unauthenticated()
        caller: Caller | None = await request.app.state.authenticator.authenticate(secret.strip())
        if caller is None:
            raise unauthenticated()
        if head.accept_language is None:
            return caller
        spoken = language(head.accept_language, caller.language)
        return caller if spoken is caller.language else replace(caller, language=spoken)

    async def _answer(
        self, asked: GraphQLRequest, request: Request, caller: Caller, wanted: str
    ) -> JsonResponse:
        try:
            operation = self._operations.operation(asked.query, asked.operation_name)
            if operation.is_mutation and request.method == "GET":
                raise Refused(405, "METHOD_NOT_ALLOWED", "mutation_over_get", {"Allow": "POST"})
            state: Any = request.app.state

            def base_url() -> str:
                return str(request.base_url).rstrip("/")

            context = Context(state.pool, caller, state.storage, state.links, base_url)
            return JsonResponse(await self._run(operation, asked, context), wanted)
        except InvalidOperation as invalid:
            return _invalid(invalid, wanted)

    async def _run(self, operation: Operation, asked: GraphQLRequest, context: Context) -> bytes:
        variables = self._operations.variables(operation, asked.variables)
        variant = self._operations.variant(operation, variables)
        if variant.ordinary:
            return await answer_ordinarily(self._schema, operation, context, dict(asked.variables))
        answer = await self._runner.run(operation, variant, context, variables.coerced)
        return answer.body()


def _invalid(invalid: InvalidOperation, wanted: str) -> JsonResponse:
    """A request that is no valid operation: 400 where the media type allows to tell, else 200."""
    body = orjson.dumps({"errors": first_few(invalid.errors)})
    return JsonResponse(body, wanted, 400 if wanted == GRAPHQL_JSON else 200)
