"""Whether a document asks for too much, found in one pass: a fragment is weighed once, wherever it is spread.

Before anything else looks at the document: validation takes the square of what is selected in one place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    Visitor,
    visit,
)

from app.graphql.limits import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_DIRECTIVES_HERE,
    MAX_FIELDS,
    MAX_INTROSPECTION_DEPTH,
    MAX_LIST_LENGTH,
    MAX_REPETITIONS,
    MAX_ROOT_FIELDS,
    MAX_VALUE_DEPTH,
)
from app.graphql.worded import Oversized

_SCHEMA_FIELDS = frozenset({"__schema", "__type"})


@dataclass(slots=True)
class _Weight:
    """What a selection comes to, fragments included: levels, fields, and each field's response keys."""

    depth: int = 0
    fields: int = 0
    keys: dict[str, set[str]] = field(default_factory=dict)


def weigh(document: DocumentNode) -> Oversized | None:
    """Return what to say of a document that asks for too much, or None."""
    try:
        _Scales(document).weigh_all()
    except Oversized as found:
        return found
    return None


def asks_for_schema(document: DocumentNode) -> bool:
    """Tell whether a document selects `__schema` or `__type` anywhere; `__typename` is no secret."""
    finder = _Introspection()
    visit(document, finder)
    return finder.found


class _Introspection(Visitor):
    found = False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.found = self.found or node.name.value in _SCHEMA_FIELDS


class _Scales:
    """One document on the scales. Fragments that spread themselves weigh nothing: validation refuses them."""

    def __init__(self, document: DocumentNode) -> None:
        self._document = document
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._weighed: dict[str, _Weight] = {}
        self._directives = 0

    def weigh_all(self) -> None:
        """Weigh operations and fragments. Errors: Oversized."""
        for node in self._document.definitions:
            match node:
                case OperationDefinitionNode():
                    for variable in node.variable_definitions or ():
                        self._count_directives(variable.directives)
                        if variable.default_value is not None:
                            _check_value(variable.default_value)
                    self._count_directives(node.directives)
                    weight = self._selected(node.selection_set)
                    if sum(map(len, weight.keys.values())) > MAX_ROOT_FIELDS:
                        raise Oversized("too_many_root_fields", node, limit=MAX_ROOT_FIELDS)
                case FragmentDefinitionNode():
                    self._count_directives(node.directives)
                    self._fragment(node.name.value)

    def _fragment(self, name: str) -> _Weight:
        weight = self._weighed.get(name)
        if weight is None:
            weight = self._weighed[name] = _Weight()  # while it is being weighed: nothing
            node = self._fragments.get(name)
            if node is not None:
                introspects = node.type_condition.name.value.startswith("__")
                limit = MAX_INTROSPECTION_DEPTH if introspects else MAX_DEPTH
                weight = self._weighed[name] = self._selected(node.selection_set, limit)
        return weight

    def _selected(self, selection: SelectionSetNode, limit: int = MAX_DEPTH) -> _Weight:
        """Return the weight of a selection. Errors: Oversized."""
        weight = _Weight()
        written: Counter[str] = Counter()
        for node in selection.selections:
            self._count_directives(node.directives)
            match node:
                case FieldNode():
                    self._add_field(weight, node, limit)
                    written[_key(node)] += 1
                case InlineFragmentNode():
                    _add(weight, self._selected(node.selection_set, limit))
                case FragmentSpreadNode():
                    _add(weight, self._fragment(node.name.value))
            if weight.depth > limit:
                raise Oversized("query_too_deep", node, limit=limit)
            if weight.fields > MAX_FIELDS:
                raise Oversized("too_many_fields", node, limit=MAX_FIELDS)
        if written and max(written.values()) > MAX_REPETITIONS:
            raise Oversized("too_many_repetitions", selection, limit=MAX_REPETITIONS)
        if weight.keys and max(map(len, weight.keys.values())) > MAX_ALIASES:
            raise Oversized("too_many_aliases", selection, limit=MAX_ALIASES)
        return weight

    def _add_field(self, weight: _Weight, node: FieldNode, limit: int) -> None:
        _check_arguments(node.arguments)
        name = node.name.value
        weight.keys.setdefault(name, set()).add(_key(node))
        if node.selection_set is None:
            weight.fields += 1
            weight.depth = max(weight.depth, 1)
        elif name in _SCHEMA_FIELDS:
            weight.fields += 1 + self._selected(node.selection_set, MAX_INTROSPECTION_DEPTH).fields
            weight.depth = max(weight.depth, 1)
        else:
            beneath = self._selected(node.selection_set, limit)
            weight.fields += 1 + beneath.fields
            weight.depth = max(weight.depth, 1 + beneath.depth)

    def _count_directives(self, directives: Sequence[DirectiveNode] | None) -> None:
        if not directives:
            return
        self._directives += len(directives)
        if len(directives) > MAX_DIRECTIVES_HERE or self._directives > MAX_DIRECTIVES:
            raise Oversized(
                "too_many_directives", directives[0], limit=MAX_DIRECTIVES, here=MAX_DIRECTIVES_HERE
            )
        for directive in directives:
            _check_arguments(directive.arguments)


def _add(weight: _Weight, other: _Weight) -> None:
    weight.fields += other.fields
    weight.depth = max(weight.depth, other.depth)
    for name, keys in other.keys.items():
        weight.keys.setdefault(name, set()).update(keys)


def _key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


def _check_arguments(arguments: Iterable[ArgumentNode] | None) -> None:
    for argument in arguments or ():
        _check_value(argument.value)


def _check_value(value: ValueNode) -> None:
    """Look at a literal, level by level. Errors: Oversized."""
    level: list[ValueNode] = [value]
    for _ in range(MAX_VALUE_DEPTH):
        beneath: list[ValueNode] = []
        for node in level:
            match node:
                case ListValueNode():
                    if len(node.values) > MAX_LIST_LENGTH:
                        raise Oversized("list_too_long", node, limit=MAX_LIST_LENGTH)
                    beneath += node.values
                case ObjectValueNode():
                    beneath += [member.value for member in node.fields]
        if not beneath:
            return
        level = beneath
    deepest = next((node for node in level if isinstance(node, ListValueNode | ObjectValueNode)), None)
    if deepest is not None:
        raise Oversized("value_too_deep", deepest, limit=MAX_VALUE_DEPTH)
