"""What can't be planned as a whole, such as introspection, goes through graphql-core's executor.

Root fields are answered by the same plans as elsewhere, decoded for the executor to go on with.
"""

from typing import Any

import orjson
from graphql import GraphQLError, GraphQLResolveInfo, execute
from graphql.execution.collect_fields import FieldDetails

from app.graphql.answering import Runner
from app.graphql.documents import Operation
from app.graphql.errors import field_error, first_few
from app.graphql.operations import Operations, PlannedRoot
from app.graphql.schema import KontorSchema
from db.plan.selection import Field
from db.reading import reading
from resolvers.context import Context
from resolvers.fields import Reads
from resolvers.selection import SelectionReader


def answer_root_fields(schema: KontorSchema, operations: Operations, runner: Runner) -> None:
    """Give each root field of the schema a resolver that answers it by its plan."""

    async def resolve_root(_root: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
        context: Context = info.context
        reader = SelectionReader(
            schema.core, info.operation, info.fragments, info.variable_values, tell_types=True
        )
        details = [FieldDetails(node, None) for node in info.field_nodes]
        root = operations.planned_root(
            info.parent_type, reader.field(info.parent_type, str(info.path.key), details)
        )
        assert not isinstance(root, Field)
        try:
            return orjson.loads(await _answered(runner, root, context))
        except Exception as error:
            raise _told(error, info, context) from error

    for root_type in (schema.core.query_type, schema.core.mutation_type):
        if root_type is not None:
            for field in root_type.fields.values():
                field.resolve = resolve_root


async def answer_ordinarily(
    schema: KontorSchema, operation: Operation, context: Context, variables: dict[str, Any]
) -> bytes:
    """Return the response body of an operation, executed field by field."""
    found = execute(
        schema.core,
        operation.document,
        context_value=context,
        variable_values=variables,
        operation_name=operation.node.name.value if operation.node.name else None,
    )
    result = await found if hasattr(found, "__await__") else found
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body = {"errors": first_few(result.errors, context.caller.language), **body}
    return orjson.dumps(body)


async def _answered(runner: Runner, root: PlannedRoot, context: Context) -> bytes:
    if not isinstance(root.kind, Reads):
        return await runner.answer_root(root, context, {}, None)
    async with reading(context.pool, context.caller.merchant_id) as connection:
        return await runner.answer_root(root, context, {}, connection)


def _told(error: Exception, info: GraphQLResolveInfo[Any], context: Context) -> GraphQLError:
    shown = field_error(error, str(info.path.key), context.caller.language)
    return GraphQLError(shown["message"], info.field_nodes, extensions=shown["extensions"])
