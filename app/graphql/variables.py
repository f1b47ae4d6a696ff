"""A request's variables are coerced to their types: by graphql-core, but for the plain ones that most are."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema
from graphql.execution.values import VariableValues, get_variable_values

from app.graphql.documents import MAX_ERRORS, InvalidOperation, Operation

NO_VARIABLES = VariableValues({}, {})

# GraphQL's Int.
_LOWEST, _HIGHEST = -(2**31), 2**31 - 1


def coerced_variables(
    schema: GraphQLSchema, operation: Operation, given: Mapping[str, Any]
) -> VariableValues:
    """Return the variables coerced to their types.

    Errors: InvalidOperation with one error a variable that is missing or of another type.
    """
    if not operation.types:
        return NO_VARIABLES
    if _all_plain(operation, given):
        # Without sources: only literals of JSON read those, and they are planned by value.
        return VariableValues({}, dict(given))
    values = get_variable_values(
        schema, operation.node.variable_definitions or (), dict(given), max_errors=MAX_ERRORS
    )
    if isinstance(values, list):
        raise InvalidOperation(values, code="BAD_USER_INPUT")
    return values


def _all_plain(operation: Operation, given: Mapping[str, Any]) -> bool:
    """Tell whether coercing would change nothing; a quarter of what graphql-core needs to find out."""
    if operation.by_value or not len(given) == len(operation.types) == len(operation.plain):
        return False
    return all(_is_plain(given.get(name), class_) for name, class_ in operation.plain.items())


def _is_plain(value: Any, class_: type) -> bool:
    if type(value) is not class_:
        return False
    return not isinstance(value, int) or _LOWEST <= value <= _HIGHEST
