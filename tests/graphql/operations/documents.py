"""Random operations over the schema itself: valid, bounded, with all that GraphQL has for selecting."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.graphql.operations.leading import Leading, leading_to, reachable
from tests.graphql.operations.literals import literal
from tests.graphql.operations.values import Values
from tests.graphql.operations.vocabulary import Vocabulary

MAX_DEPTH = 8
MAX_FIELDS = 25
_WEIGHTY = {"Customer", "CustomerConnection", "PaymentConnection", "PaymentRequestConnection"}
# Signed anew for each request.
COMPUTED = {"customerImportTemplate", "reportUrl"}
# Asking changes it, and the oracle has the rows as they were before.
TOLD_BY_ASKING = {"lastUsedAt"}
_SHAPES = ("plain",) * 7 + ("inline", "typed", "fragment", "twice", "split")

Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Operation:
    """A valid query. `selected` is what stands between its outer braces.

    `variables` are sent first and `later` next, when the query is known already.
    """

    head: str
    selected: str
    fragments: str
    variables: dict[str, Any]
    later: dict[str, Any]

    @property
    def text(self) -> str:
        return f"{self.head} {{ {self.selected} }} {self.fragments}"

    @property
    def with_introspection(self) -> str:
        """The same query with something that no plan can answer."""
        return (
            f"{self.head} {{ schema_: __schema {{ queryType {{ name }} }} {self.selected} }} {self.fragments}"
        )


@st.composite
def operations(draw: DrawFn, schema: GraphQLSchema, vocabulary: Vocabulary) -> Operation:
    """Draw an operation; every other one makes for a type that is drawn, however far away."""
    leading: Leading = {}
    if draw(st.booleans()):
        leading = leading_to(schema, draw(st.sampled_from(reachable(schema))))
    writer = _Writer(schema, Values(draw, vocabulary), leading)
    assert schema.query_type is not None
    selected = writer.selection(schema.query_type, 0, set())
    values = writer.values
    head = f"query Q({', '.join(values.declared)})" if values.declared else "query Q"
    return Operation(head, selected, " ".join(writer.fragments), values.given, values.given_later)


@st.composite
def filtered_lists(draw: DrawFn, schema: GraphQLSchema, vocabulary: Vocabulary) -> Operation:
    """Draw a list of customers, payments or requests with a filter, and nothing of its rows but the ids."""
    values = Values(draw, vocabulary)
    assert schema.query_type is not None
    name = draw(st.sampled_from(("customers", "payments", "paymentRequests")))
    arguments = schema.query_type.fields[name].args
    written = [f"where: {literal(arguments['where'].type, values.filter(arguments['where'].type))}"]
    written += [
        f"{one}: {values.written(arguments[one].type, values.value(arguments[one].type, one, 0), one)}"
        for one in ("query", "sortBy")
        if one in arguments and values.chance(3)
    ]
    head = f"query Q({', '.join(values.declared)})" if values.declared else "query Q"
    selected = f"{name}({', '.join(written)}) {{ totalCount nodes {{ id }} }}"
    return Operation(head, selected, "", values.given, values.given_later)


class _Writer:
    """Writes the selections of one operation, in each of them a field that leads on, where there is one."""

    def __init__(self, schema: GraphQLSchema, values: Values, leading: Leading) -> None:
        self._schema = schema
        self._leading = leading
        self.values = values
        self.fragments: list[str] = []
        self._fields_left = MAX_FIELDS
        self._aliases = 0

    def selection(self, type_: Composite, depth: int, used: set[str]) -> str:
        """Return what is selected of a type; `used` are the response keys that are taken there."""
        names = [*comparable(type_), "__typename"]
        if depth >= MAX_DEPTH or self._fields_left <= 0:
            names = [name for name in names if _is_leaf(type_, name)]
        on = [name for name in self._leading.get(type_.name, ()) if name in names]
        parts = (
            [self._field(type_, self.values.draw(st.sampled_from(on)), depth, used, quiet=True)] if on else []
        )
        chosen = self.values.draw(
            st.lists(st.sampled_from(_weighted(type_, names)), min_size=not on, max_size=2 if on else 4)
        )
        parts += [self._placed(type_, name, depth, used) for name in chosen]
        if isinstance(type_, GraphQLInterfaceType):
            parts += self._by_type(type_, depth)
        return " ".join(parts)

    def _by_type(self, type_: GraphQLInterfaceType, depth: int) -> list[str]:
        possible = sorted(self._schema.get_possible_types(type_), key=lambda one: one.name)
        chosen = self.values.draw(st.lists(st.sampled_from(possible), max_size=2))
        return [
            # Fields of different types may not answer under one key, so each has one of its own.
            f"... on {one.name} {{ {self._field(one, name, depth, set(), apart=True)} }}"
            for one in chosen
            for name in [self.values.draw(st.sampled_from(sorted(comparable(one))))]
        ]

    def _placed(self, type_: Composite, name: str, depth: int, used: set[str]) -> str:
        """Return a field, by itself or by way of fragments, perhaps under a condition."""
        shape = self.values.draw(st.sampled_from(_SHAPES))
        if shape == "split" and not _is_leaf(type_, name):
            return self._field(type_, name, depth, used, twice=True)
        written = self._field(type_, name, depth, used)
        match shape:
            case "inline":
                return f"... {self._condition()} {{ {written} }}"
            case "typed":
                return f"... on {type_.name} {self._condition()} {{ {written} }}"
            case "fragment" | "twice":
                fragment = f"F{len(self.fragments)}"
                self.fragments.append(f"fragment {fragment} on {type_.name} {{ {written} }}")
                return f"...{fragment} {self._condition()}" + (f" ...{fragment}" if shape == "twice" else "")
        return written

    def _condition(self) -> str:
        if not self.values.chance(3):
            return ""
        directive = self.values.draw(st.sampled_from(("include", "skip")))
        boolean = self._schema.type_map["Boolean"]
        value = self.values.draw(st.booleans())
        if self.values.chance(2):
            self.values.declared.append(f"$c{len(self.values.declared)}: {boolean}!")
            name = f"c{len(self.values.declared) - 1}"
            self.values.given[name] = value
            self.values.given_later[name] = self.values.draw(st.booleans())
            return f"@{directive}(if: ${name})"
        return f"@{directive}(if: {str(value).lower()})"

    def _field(
        self,
        type_: Composite,
        name: str,
        depth: int,
        used: set[str],
        *,
        apart: bool = False,
        twice: bool = False,
        quiet: bool = False,
    ) -> str:
        self._fields_left -= 1
        key = name
        if apart or name in used or self.values.chance(6):
            self._aliases += 1
            key = f"a{self._aliases}"
        used.add(key)
        label = "" if key == name else f"{key}: "
        if name == "__typename":
            return f"{label}{name}"
        definition: GraphQLField = type_.fields[name]
        returned = get_named_type(definition.type)
        arguments = self.values.arguments(type_.name, name, definition.args, returned.name, quiet=quiet)
        head = f"{label}{name}{arguments}"
        condition = "" if quiet else self._condition()
        if not isinstance(returned, GraphQLObjectType | GraphQLInterfaceType):
            return f"{head} {condition}"
        beneath: set[str] = set()
        written = f"{head} {condition} {{ {self.selection(returned, depth + 1, beneath)} }}"
        if twice:
            written += f" {head} {{ {self.selection(returned, depth + 1, beneath)} }}"
        return written


def _weighted(type_: Composite, names: list[str]) -> list[str]:
    """Return the names so often as they shall be drawn: what leads on more often, and lists most."""
    return [name for name in names for _ in range(_weight(type_, name))]


def _weight(type_: Composite, name: str) -> int:
    if _is_leaf(type_, name):
        return 1
    return 6 if get_named_type(type_.fields[name].type).name in _WEIGHTY else 3


def comparable(type_: Composite) -> list[str]:
    """Return the fields of a type whose values the oracle can know."""
    return [name for name in type_.fields if name not in COMPUTED | TOLD_BY_ASKING]


def _is_leaf(type_: Composite, name: str) -> bool:
    return name == "__typename" or is_leaf_type(get_named_type(type_.fields[name].type))
