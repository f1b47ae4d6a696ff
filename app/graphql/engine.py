"""A process's GraphQL: an operation is found, prepared for its variables, and answered or followed."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from graphql.execution.values import VariableValues

from app.graphql.answering import Runner
from app.graphql.documents import InvalidOperation, Operation
from app.graphql.errors import first_few, masked
from app.graphql.limits import MAX_COST, OPERATION_TIMEOUT_S
from app.graphql.operations import Operations, Variant
from app.graphql.ordinary import answer_ordinarily, answer_root_fields
from app.graphql.planning import Planning
from app.graphql.policy import OPEN, Policy
from app.graphql.schema import KontorSchema
from app.graphql.subscriptions import CutOff, NotRun, Recognise, follow, followed_root
from app.graphql.worded import DocumentUnknown, Oversized
from app.http.account import note_operation
from app.http.refusals import Refused, timed_out
from resolvers.context import Context


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation with its variables, its plans for their shape, and what it costs, in points."""

    operation: Operation
    variant: Variant
    variables: VariableValues
    given: Mapping[str, Any]
    cost: int


class Engine:
    """Answers operations for all transports of one process."""

    def __init__(self, policy: Policy = OPEN, timeout_s: float = OPERATION_TIMEOUT_S) -> None:
        self._schema = KontorSchema()
        self._policy = policy
        self._timeout_s = timeout_s
        self._operations = Operations(self._schema, self._policy)
        self._runner = Runner(self._schema)
        answer_root_fields(self._schema, self._operations, self._runner)

    @property
    def plans(self) -> Operations:
        """The plan cache, which counts how often it helps."""
        return self._operations

    def document(self, id: str) -> str:
        """Return the trusted document with this id. Errors: InvalidOperation."""
        try:
            return self._policy.document(id)
        except DocumentUnknown as unknown:
            raise InvalidOperation([unknown]) from None

    def operation(self, text: str, name: str | None) -> Operation:
        """Return the operation of a document. Errors: InvalidOperation."""
        with Planning(self._operations):
            operation = self._operations.operation(text, name)
        note_operation(operation)
        return operation

    def prepared(self, operation: Operation, given: Mapping[str, Any]) -> Prepared:
        """Return the operation with its variables. Errors: InvalidOperation."""
        with Planning(self._operations):
            return self._prepared(operation, given)

    def _prepared(self, operation: Operation, given: Mapping[str, Any]) -> Prepared:
        variables = self._operations.variables(operation, given)
        cost = operation.cost.of(variables.coerced)
        if cost > MAX_COST:
            raise InvalidOperation(
                [Oversized("query_too_complex", operation.node, cost=cost, limit=MAX_COST)]
            )
        variant = self._operations.variant(operation, variables)
        if operation.is_subscription:
            followed_root(variant)
        return Prepared(operation, variant, variables, given, cost)

    async def answer(self, prepared: Prepared, context: Context) -> bytes:
        """Return the response body of a query or mutation. Errors: Refused when it takes too long."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._answer(prepared, context)
        except TimeoutError:
            raise timed_out() from None

    async def _answer(self, prepared: Prepared, context: Context) -> bytes:
        if prepared.variant.ordinary:
            return await answer_ordinarily(self._schema, prepared.operation, context, dict(prepared.given))
        answer = await self._runner.run(
            prepared.operation, prepared.variant, context, prepared.variables.coerced
        )
        return answer.body()

    async def results(
        self,
        text: str,
        name: str | None,
        given: Mapping[str, Any],
        context: Context,
        recognise: Recognise,
        admit: Callable[[Prepared], None] = lambda _prepared: None,
    ) -> AsyncGenerator[bytes, None]:
        """Yield the response bodies of an operation of any kind: one, or one for each event.

        `admit` is asked before it begins. Errors: CutOff, also of `admit`, after which nothing comes.
        """
        try:
            prepared = self.prepared(self.operation(text, name), given)
            admit(prepared)
            if prepared.operation.is_subscription:
                async with aclosing(self._events(prepared, context, recognise)) as events:
                    async for body in events:
                        yield body
            else:
                yield await self.answer(prepared, context)
        except CutOff:
            raise
        except InvalidOperation as invalid:
            raise NotRun(first_few(invalid.errors, context.caller.language)) from None
        except Refused as refused:
            raise CutOff([refused.error(context.caller.language)]) from None
        except Exception as error:
            raise CutOff([masked(error, context.caller.language)]) from error

    def _events(
        self, prepared: Prepared, context: Context, recognise: Recognise
    ) -> AsyncGenerator[bytes, None]:
        root = followed_root(prepared.variant)
        return follow(self._schema, self._runner, root, context, prepared.variables.coerced, recognise)
