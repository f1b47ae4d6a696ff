"""The only reader of GraphQL's syntax tree: an operation becomes the planner's fields and slots."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_location,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues, get_argument_values

from db.plan.selection import Field, Slot

# Behind an interface a field is planned for each type. Beyond this, planning is not worth the answer.
MAX_FIELDS = 2_000
# Conditions of one filter. Each is planned, and every other combination of them is planned anew.
MAX_FILTER_TERMS = 100

# Stands where an object of an interface says its type to the ordinary executor; no alias can be so.
TYPE_KEY = " type"

# What a filter puts its conditions together with.
_LOGIC = frozenset({"AND", "OR", "NOT"})

_TYPE_NAME = Field("__typename", TYPE_KEY, {}, {})


class TooMuchSelected(Exception):
    """An operation asks for more than is planned. `text` is the key of its sentence in `requests`."""

    def __init__(self, text: str, node: FieldNode, limit: int) -> None:
        super().__init__(text)
        self.text = text
        self.node = node
        self.limit = limit


class SelectionReader:
    """Reads the selections of one operation, with its variables already coerced.

    `tell_types` adds to objects behind an interface which type they are, for the ordinary executor.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: VariableValues,
        *,
        tell_types: bool = False,
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._fragments = {name: FragmentDetails(node) for name, node in fragments.items()}
        self._variables = variables
        self._tell_types = tell_types
        self._fields_read = 0

    def root_fields(self, root: GraphQLObjectType) -> list[Field]:
        """Return the operation's root fields, in the order of the answer.

        Errors: TooMuchSelected; GraphQLError for a bad argument.
        """
        collected = collect_fields(
            self._schema, self._fragments, self._variables, root, self._operation
        ).grouped_field_set
        return [self.field(root, key, details) for key, details in collected.items()]

    def field(self, parent: GraphQLObjectType, key: str, details: list[FieldDetails]) -> Field:
        """Return one field, merged from all places that select it under the same response key."""
        node = details[0].node
        self._fields_read += 1
        if self._fields_read > MAX_FIELDS:
            raise TooMuchSelected("too_many_fields", node, MAX_FIELDS)
        name = node.name.value
        location = get_location(node.loc.source, node.loc.start) if node.loc else None
        place = (location.line, location.column) if location else (0, 0)
        if name == "__typename":
            return Field(name, key, {}, {}, place)
        definition = parent.fields.get(name)
        if definition is None:  # __schema and __type stand on every root
            return Field(name, key, {}, {}, place)
        arguments = get_argument_values(definition, node, self._variables)
        for argument, value in arguments.items():
            if _terms(value, definition.args[argument].type) > MAX_FILTER_TERMS:
                raise TooMuchSelected("filter_too_large", node, MAX_FILTER_TERMS)
        return Field(name, key, arguments, self._beneath(definition, details), place)

    def _beneath(self, definition: GraphQLField, details: list[FieldDetails]) -> dict[str, Sequence[Field]]:
        type_ = get_named_type(definition.type)
        if not is_composite_type(type_):
            return {}
        if not is_abstract_type(type_):
            return {type_.name: self._selected(type_, details)}
        return {
            possible.name: [*self._selected(possible, details), *self._typed()]
            for possible in self._schema.get_possible_types(type_)
        }

    def _typed(self) -> list[Field]:
        return [_TYPE_NAME] if self._tell_types else []

    def _selected(self, type_: Any, details: list[FieldDetails]) -> list[Field]:
        collected = collect_subfields(
            self._schema, self._fragments, self._variables, self._operation, type_, details
        ).grouped_field_set
        return [self.field(type_, key, inner) for key, inner in collected.items()]


def _terms(value: Any, type_: Any) -> int:
    """Return how many conditions a coerced argument has, wherever in it its filters stand."""
    type_ = get_nullable_type(type_)
    if isinstance(type_, GraphQLList) and isinstance(value, list):
        return sum(_terms(item, type_.of_type) for item in value)
    if not isinstance(type_, GraphQLInputObjectType) or not isinstance(value, dict):
        return 0
    own = len(value.keys() - _LOGIC) if type_.name.endswith("WhereInput") else 0
    return own + sum(_terms(item, type_.fields[name].type) for name, item in value.items())


def slotted(variables: VariableValues, types: Mapping[str, GraphQLInputType]) -> VariableValues:
    """Return the variables with a Slot in place of each value that does not shape a plan."""
    coerced = {name: _slotted(value, types[name], (name,)) for name, value in variables.coerced.items()}
    return VariableValues(variables.sources, coerced)


def _slotted(value: Any, type_: Any, path: tuple[str | int, ...]) -> Any:
    type_ = get_nullable_type(type_)
    if value is None or _shapes(type_):
        return value
    if isinstance(type_, GraphQLList):
        if is_leaf_type(get_named_type(type_)):
            return value if _shapes(get_named_type(type_)) else Slot(path, value)
        return [_slotted(item, type_.of_type, (*path, place)) for place, item in enumerate(value)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: _slotted(item, type_.fields[name].type, (*path, name)) for name, item in value.items()}
    return Slot(path, value)


def shape(value: Any, type_: Any) -> Any:
    """Return what of a coerced value a plan depends on, hashable: its structure, enums and booleans."""
    if value is None:
        return None
    while isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    if isinstance(type_, GraphQLScalarType):
        return value if type_.name == "Boolean" else True
    if isinstance(type_, GraphQLInputObjectType):
        fields = type_.fields
        return tuple((name, shape(item, fields[name].type)) for name, item in value.items())
    if isinstance(type_, GraphQLList):
        named = get_named_type(type_)
        if is_leaf_type(named):
            return tuple(value) if _shapes(named) else True
        return tuple(shape(item, type_.of_type) for item in value)
    return value


def _shapes(type_: Any) -> bool:
    """Tell whether values of a leaf type decide which SQL is written: enums and booleans do."""
    return is_leaf_type(type_) and (not isinstance(type_, GraphQLScalarType) or type_.name == "Boolean")
