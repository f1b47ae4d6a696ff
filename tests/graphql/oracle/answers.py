"""An operation is answered the ordinary way: graphql-core, resolver by resolver, over plain objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    execute_sync,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values

from app.graphql.schema import KontorSchema
from tests.graphql.oracle.queries import RESOLVERS
from tests.graphql.oracle.refusals import Refusals
from tests.graphql.oracle.rows import Rows


@dataclass(frozen=True, slots=True)
class Expected:
    """What the API must answer: `data`, and for each root field that is refused the codes why."""

    data: dict[str, Any] | None
    refused: Mapping[str, set[str]]


class Oracle:
    """Answers operations over one merchant's rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._core = KontorSchema().core
        for type_ in self._core.type_map.values():
            if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
                for name, field in type_.fields.items():
                    field.resolve = _resolver(type_.name, name)
            elif isinstance(type_, GraphQLInterfaceType):
                type_.resolve_type = lambda value, *_: value.typename

    def answer(self, text: str, variables: Mapping[str, Any]) -> Expected:
        """Return what is to be answered to a valid document with one operation."""
        document = parse(text)
        assert validate(self._core, document) == []
        refused = self._refused(document.definitions, variables)
        result = execute_sync(
            self._core, document, context_value=(self._rows, refused), variable_values=dict(variables)
        )
        unexpected = [error for error in result.errors or () if not _is_refusal(error)]
        assert unexpected == [], unexpected[0]
        return Expected(result.data, refused)

    def _refused(self, definitions: Any, variables: Mapping[str, Any]) -> dict[str, set[str]]:
        (operation,) = (node for node in definitions if isinstance(node, OperationDefinitionNode))
        fragments = {
            node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)
        }
        values = get_variable_values(self._core, operation.variable_definitions or (), dict(variables))
        assert not isinstance(values, list), values
        assert self._core.query_type is not None
        found: dict[str, set[str]] = {}
        refusals = Refusals(self._core, fragments, values, self._rows)
        for key, code in refusals.beneath(self._core.query_type, operation.selection_set):
            found.setdefault(key, set()).add(code)
        return found


def _resolver(type_name: str, field_name: str) -> Any:
    resolve = RESOLVERS.get(type_name, {}).get(field_name)
    attribute = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", field_name)

    def resolve_field(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        rows, refused = info.context
        if type_name == "Query" and info.path.key in refused:
            raise GraphQLError("refused", extensions={"refused": True})
        return getattr(source, attribute) if resolve is None else resolve(rows, source, **arguments)

    return resolve_field


def _is_refusal(error: GraphQLError) -> bool:
    return bool((error.extensions or {}).get("refused"))
