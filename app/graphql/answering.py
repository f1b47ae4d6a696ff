"""A planned operation is run: one statement a root field, and the JSON of Postgres goes out as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.graphql.documents import Operation
from app.graphql.errors import Forbidden, field_error
from app.graphql.operations import PlannedRoot, Variant
from app.graphql.schema import KontorSchema
from db.answering import answer
from db.connect import Connection
from db.plan.build import ArgumentRefused
from db.plan.selection import Field, resolve
from db.reading import reading
from domain.access import may
from domain.errors import Failure, Failures
from resolvers.context import Context
from resolvers.fields import Computes, Does, Follows, Reads, Tells
from resolvers.user_errors import refused
from services.mutating import Once, perform

NULL = b"null"


@dataclass(slots=True)
class Answer:
    """The members of `data` as JSON by response key, or None when a required one failed; and the errors."""

    data: dict[str, bytes] | None
    errors: list[dict[str, Any]]

    def body(self) -> bytes:
        """Return the response body."""
        parts = []
        if self.errors:
            parts.append(b'"errors":' + orjson.dumps(self.errors))
        if self.data is None:
            parts.append(b'"data":null')
        else:
            members = b",".join(b'"%b":%b' % (key.encode(), value) for key, value in self.data.items())
            parts.append(b'"data":{' + members + b"}")
        return b"{" + b",".join(parts) + b"}"


class Runner:
    """Runs variants for requests of one process."""

    def __init__(self, schema: KontorSchema) -> None:
        self._schema = schema

    async def run(
        self, operation: Operation, variant: Variant, context: Context, variables: Mapping[str, Any]
    ) -> Answer:
        """Return the answer of an operation, its root fields in order."""
        collected = Answer({}, [])
        root_type = b"Mutation" if operation.is_mutation else b"Query"
        if operation.is_mutation or not any(_reads(root) for root in variant.roots):
            for root in variant.roots:
                await self._collect(collected, root, context, variables, None, root_type)
        else:
            await self._read(collected, variant.roots, context, variables)
        return collected

    async def _read(
        self,
        collected: Answer,
        roots: Sequence[PlannedRoot | Field],
        context: Context,
        variables: Mapping[str, Any],
    ) -> None:
        """Answer root fields from one snapshot; a bug ends it, and the rest is read from another one."""
        remaining = iter(roots)
        unbroken = False
        while not unbroken:
            async with reading(context.pool, context.caller.merchant_id) as connection:
                unbroken = True
                for root in remaining:
                    unbroken = await self._collect(collected, root, context, variables, connection, b"Query")
                    if not unbroken:
                        break

    async def _collect(
        self,
        collected: Answer,
        root: PlannedRoot | Field,
        context: Context,
        variables: Mapping[str, Any],
        connection: "Connection | None",
        root_type: bytes,
    ) -> bool:
        """Add the answer of a root field; return whether the transaction is still good for another."""
        if isinstance(root, Field):
            _put(collected, root.key, b'"%b"' % root_type)
            return True
        try:
            _put(collected, root.field.key, await self.answer_root(root, context, variables, connection))
        except Exception as error:
            collected.errors.append(field_error(error, root.field.key, context.caller.language))
            if root.required:
                collected.data = None
            else:
                _put(collected, root.field.key, NULL)
            return isinstance(error, Forbidden | ArgumentRefused)
        return True

    async def answer_root(
        self,
        root: PlannedRoot,
        context: Context,
        variables: Mapping[str, Any],
        connection: "Connection | None",
        seed: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the JSON of one root field; `seed` names what an event of a subscription is about.

        Errors: Forbidden, ArgumentRefused, and whatever is a bug.
        """
        permission = root.kind.permission
        if permission is not None and not may(context.caller.role, permission):
            raise Forbidden(permission)
        if root.refusal is not None:
            raise root.refusal
        match root.kind:
            case Tells(members=members):
                assert connection is not None
                assert root.plan is not None
                arguments = self._schema.converted(root.definition, resolve(root.field.arguments, variables))
                told = await members(context, connection, **arguments)
                return await answer(connection, root.plan, context.caller, variables, told, context.link)
            case Reads() | Follows():
                assert connection is not None
                assert root.plan is not None
                return await answer(connection, root.plan, context.caller, variables, seed, context.link)
            case Does():
                return await self._do(root, context, variables)
            case Computes(value=value):
                arguments = self._schema.converted(root.definition, resolve(root.field.arguments, variables))
                return orjson.dumps(await value(context, **arguments))

    async def _do(self, root: PlannedRoot, context: Context, variables: Mapping[str, Any]) -> bytes:
        """Do the work and answer in its transaction; what is refused is answered from a new one."""
        assert isinstance(root.kind, Does)
        plan, caller = root.plan, context.caller
        assert plan is not None
        coerced = resolve(root.field.arguments, variables)

        async def payload(connection: Connection, members: dict[str, Any]) -> bytes:
            return await answer(connection, plan, caller, variables, members, context.link)

        try:
            key = coerced.pop("idempotencyKey", None)
            work = root.kind.work(context, **self._schema.converted(root.definition, coerced))
            async with work.around as told:
                once = None if key is None else Once(root.field.name, key, {**coerced, **told})
                return await perform(
                    context.pool,
                    caller,
                    lambda tx: work.run(tx, once),
                    lambda tx, seed: payload(tx, work.members(seed)),
                    once,
                    remembered_by_work=work.remembers,
                )
        except (Failure, Failures) as failure:
            async with reading(context.pool, caller.merchant_id) as connection:
                return await payload(connection, refused(failure, caller.language))


def _put(collected: Answer, key: str, value: bytes) -> None:
    if collected.data is not None:
        collected.data[key] = value


def _reads(root: PlannedRoot | Field) -> bool:
    return isinstance(root, PlannedRoot) and isinstance(root.kind, Reads)
