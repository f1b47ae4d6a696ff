"""Every root field of the API, and the operation that asks for all it can tell."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from app.graphql.schema import KontorSchema, RootKind

SCHEMA = KontorSchema()

# Reaches the entities of a payload and its user errors, and is planned in a moment.
SELECTED_DEPTH = 2


@dataclass(frozen=True, slots=True, eq=False)
class RootField:
    """One field of Query, Mutation or Subscription."""

    name: str
    operation: str  # "query", "mutation" or "subscription"
    definition: GraphQLField

    @property
    def kind(self) -> RootKind:
        return SCHEMA.kind(self.definition)

    def document(self, arguments: Iterable[str], selection: str | None = None) -> str:
        """Return an operation with a variable for each named argument, selecting all within reach."""
        types = {name: self.definition.args[name].type for name in arguments}
        declared = ", ".join(f"${name}: {type_}" for name, type_ in types.items())
        passed = ", ".join(f"{name}: ${name}" for name in types)
        beneath = _selection(get_named_type(self.definition.type)) if selection is None else selection
        heading = f"({declared})" if types else ""
        call = f"({passed})" if types else ""
        return f"{self.operation}{heading} {{ {self.name}{call} {beneath} }}"

    def __str__(self) -> str:
        return self.name


def _root_fields(operation: str, root: GraphQLObjectType | None) -> list[RootField]:
    assert root is not None
    return [RootField(name, operation, definition) for name, definition in root.fields.items()]


def _selection(type_: GraphQLNamedType, depth: int = SELECTED_DEPTH) -> str:
    if is_leaf_type(type_):
        return ""
    if is_abstract_type(type_):
        possible = SCHEMA.core.get_possible_types(type_)
        beneath = " ".join(f"... on {one.name} {_members(one, depth, one.name)}" for one in possible)
        return f"{{ __typename {beneath} }}"
    assert isinstance(type_, GraphQLObjectType)
    return _members(type_, depth)


def _members(type_: GraphQLObjectType, depth: int, alias: str = "") -> str:
    """Select what needs no arguments, with an alias where an interface gives one name several types."""
    selected = ["__typename"]
    for name, field in type_.fields.items():
        named = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if is_leaf_type(named) or depth > 1:
            selected.append((f"{alias}_{name}: " if alias else "") + f"{name} {_selection(named, depth - 1)}")
    return f"{{ {' '.join(selected)} }}"


QUERIES = _root_fields("query", SCHEMA.core.query_type)
MUTATIONS = _root_fields("mutation", SCHEMA.core.mutation_type)
SUBSCRIPTIONS = _root_fields("subscription", SCHEMA.core.subscription_type)
# What has one answer.
ROOT_FIELDS = [*QUERIES, *MUTATIONS]
