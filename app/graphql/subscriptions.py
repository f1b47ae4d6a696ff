"""A subscription is its field's plan, run again at each moment that is worth it, for who may still ask."""

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from graphql import GraphQLError

from app.graphql.answering import NULL, Answer, Runner
from app.graphql.documents import InvalidOperation
from app.graphql.errors import Forbidden, Unrecognised, field_error
from app.graphql.operations import PlannedRoot, Variant
from app.graphql.schema import KontorSchema
from db.errors import is_outage
from db.plan.selection import resolve
from db.reading import reading
from domain.access import may
from domain.caller import Caller
from domain.errors import NotFound
from resolvers.context import Context
from resolvers.fields import Follows
from services.changed_rows import Changed
from services.following import Moment

# Tells who holds the key by now, or that nobody does any more.
Recognise = Callable[[], Awaitable[Caller | None]]


class CutOff(Exception):
    """The subscription can't begin or go on; `errors` are what its sender should know."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


class NotRun(CutOff):
    """The operation is none that can be run."""


async def follow(
    schema: KontorSchema,
    runner: Runner,
    root: PlannedRoot,
    context: Context,
    variables: Mapping[str, Any],
    recognise: Recognise,
) -> AsyncGenerator[bytes, None]:
    """Yield a response body for each event. Errors: CutOff, after which nothing comes."""
    assert isinstance(root.kind, Follows)
    told = _rows_told if root.kind.rows else _job_told
    try:
        async with aclosing(_moments(schema, root, context, variables)) as moments:
            async for body in told(moments, runner, root, context, variables, recognise):
                yield body
    except Exception as error:
        raise CutOff([field_error(error, root.field.key, context.caller.language)]) from error


async def _job_told(
    moments: AsyncGenerator[Moment, None],
    runner: Runner,
    root: PlannedRoot,
    context: Context,
    variables: Mapping[str, Any],
    recognise: Recognise,
) -> AsyncGenerator[bytes, None]:
    """Yield how a job stands, whenever that is something new or it is time for a sign of life."""
    told = b""
    missed: Exception | None = None
    async for moment in moments:
        try:
            # The key may have been revoked since, or permit less.
            context = replace(context, caller=await _recognised(recognise))
            if moment is Moment.QUIET and missed is None:
                continue
            body = await _event(runner, root, context, variables)
        except Exception as error:
            if not is_outage(error):
                raise
            missed = error  # read at a later moment, of which there is one each second
            continue
        missed = None
        if body != told or moment is Moment.PULSE:
            told = body
            yield body
    if missed is not None:
        raise missed


async def _rows_told(
    moments: AsyncGenerator[Moment | Changed, None],
    runner: Runner,
    root: PlannedRoot,
    context: Context,
    variables: Mapping[str, Any],
    recognise: Recognise,
) -> AsyncGenerator[bytes, None]:
    """Yield each row that has changed, also when it reads as another one did."""
    waiting: deque[Changed] = deque()
    async for moment in moments:
        if isinstance(moment, Changed):
            waiting.append(moment)
        try:
            context = replace(context, caller=await _recognised(recognise))
            while waiting:
                body = await _changed(runner, root, context, variables, waiting[0])
                waiting.popleft()
                if body is not None:
                    yield body
        except Exception as error:
            if not is_outage(error):
                raise  # else told at a later moment


def followed_root(variant: Variant) -> PlannedRoot:
    """Return the one field that a subscription follows.

    Errors: InvalidOperation when directives leave none.
    """
    match variant.roots:
        case (PlannedRoot() as root,):
            return root
        case _:
            raise InvalidOperation([GraphQLError("A subscription follows one field, and this one none.")])


def _moments(schema: KontorSchema, root: PlannedRoot, context: Context, variables: Mapping[str, Any]) -> Any:
    assert isinstance(root.kind, Follows)
    if not may(context.caller.role, root.kind.permission):
        raise Forbidden(root.kind.permission)
    if root.refusal is not None:
        raise root.refusal
    arguments = schema.converted(root.definition, resolve(root.field.arguments, variables))
    return root.kind.moments(context, **arguments)


async def _recognised(recognise: Recognise) -> Caller:
    caller = await recognise()
    if caller is None:
        raise Unrecognised
    return caller


async def _event(runner: Runner, root: PlannedRoot, context: Context, variables: Mapping[str, Any]) -> bytes:
    async with reading(context.pool, context.caller.merchant_id) as connection:
        value = await runner.answer_root(root, context, variables, connection)
    if value == NULL and root.required:
        raise NotFound  # it went away between the look and the reading
    return Answer({root.field.key: value}, []).body()


async def _changed(
    runner: Runner, root: PlannedRoot, context: Context, variables: Mapping[str, Any], changed: Changed
) -> bytes | None:
    """Return the event about a row, or None when there is nothing to tell: it is gone by now."""
    seed = {"changed": str(changed.id)}
    async with reading(context.pool, context.caller.merchant_id) as connection:
        value = await runner.answer_root(root, context, variables, connection, seed)
    return None if value == NULL else Answer({root.field.key: value}, []).body()
