"""A request's variables are coerced to their types; what is wrong with them, graphql-core says."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema
from graphql.execution.values import VariableValues, get_variable_values

from app.graphql.coercing import NotPlain
from app.graphql.documents import InvalidOperation, Operation
from app.graphql.limits import MAX_ERRORS
from app.graphql.nesting import oversized_variable

NO_VARIABLES = VariableValues({}, {})


def coerced_variables(
    schema: GraphQLSchema, operation: Operation, given: Mapping[str, Any]
) -> VariableValues:
    """Return the variables coerced to their types.

    Errors: InvalidOperation with one error a variable that is missing or of another type, and for one
            that holds too much.
    """
    if not operation.types:
        return NO_VARIABLES
    if oversized := oversized_variable(given):
        raise InvalidOperation([oversized])
    if (coerced := _coerced(operation, given)) is not None:
        # Without sources: only literals of JSON read those, and they are planned by value.
        return VariableValues({}, coerced)
    values = get_variable_values(
        schema, operation.node.variable_definitions or (), dict(given), max_errors=MAX_ERRORS
    )
    if isinstance(values, list):
        raise InvalidOperation(values, code="BAD_USER_INPUT")
    return values


def _coerced(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the coerced variables, or None when one is missing, of no plain shape, or wrong."""
    if operation.by_value:
        return None
    coerced = {}
    try:
        for name, coerce in operation.coercers.items():
            if name in given:
                coerced[name] = coerce(given[name])
            elif name not in operation.omittable:
                return None
    except NotPlain:
        return None
    return coerced
