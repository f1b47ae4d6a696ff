"""What an operation costs: an estimate from its document and page sizes, made once, before anything is read.

An object costs 1, a page as often as it may have entries, a leaf nothing. What counts or sums up a whole list
costs more, and so does a mutation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from domain.paging import DEFAULT_PAGE_SIZE, PAGE_SIZE_LIMIT

MUTATION_COST = 10
# A list without pages, such as the events of a payment, is short.
LIST_LENGTH = 5
# They look at every row that the list would have.
_OVER_ALL = {"totalCount": 5, "facets": 25, "totals": 10, "readiness": 2, "__schema": 200}
_SIZES = ("first", "last")


@dataclass(slots=True)
class Cost:
    """A sum: `fixed`, and for each page the cost of an entry as often as its size says.

    The size is a number, or the name of the variable that brings it. Of a connection, `entry` is what each
    of its entries costs, until it is known how many there may be.
    """

    fixed: int = 0
    pages: list[tuple[int | str, "Cost"]] = field(default_factory=list)
    entry: "Cost | None" = None

    def of(self, variables: Mapping[str, Any]) -> int:
        """Return the cost for these coerced variables."""
        cost = self.fixed
        for size, entry in self.pages:
            cost += _size(size, variables) * entry.of(variables)
        return cost

    def add(self, other: "Cost") -> None:
        """Add another cost."""
        self.fixed += other.fixed
        self.pages += other.pages
        if other.entry is not None:
            self.add_to_entry(other.entry)

    def add_to_entry(self, other: "Cost") -> None:
        """Add to what an entry costs."""
        self.entry = self.entry or Cost()
        self.entry.add(other)

    def add_page(self, size: int | str, entry: "Cost") -> None:
        """Add a page of entries; where its size is known, as a number."""
        if isinstance(size, int) and not entry.pages:
            self.fixed += size * entry.fixed
        else:
            self.pages.append((size, entry))


def _size(size: int | str, variables: Mapping[str, Any]) -> int:
    if isinstance(size, str):
        given = variables.get(size)
        size = given if isinstance(given, int) else DEFAULT_PAGE_SIZE
    # A larger one is refused, and then costs nothing.
    return min(max(size, 0), PAGE_SIZE_LIMIT)


def cost_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
) -> Cost:
    """Return the cost of a validated operation."""
    root = schema.get_root_type(operation.operation)
    assert isinstance(root, GraphQLObjectType)
    cost = _Estimate(schema, fragments).selected(root, operation.selection_set)
    changes = operation.operation is OperationType.MUTATION
    return Cost(cost.fixed + (MUTATION_COST if changes else 1), cost.pages)


class _Estimate:
    """One operation being estimated; each fragment once, since its cost is the same wherever it is spread."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._known: dict[str, Cost] = {}

    def selected(self, type_: Any, selection: SelectionSetNode) -> Cost:
        cost = Cost()
        for node in selection.selections:
            match node:
                case FieldNode():
                    self._add_field(cost, type_, node)
                case InlineFragmentNode(type_condition=condition):
                    narrowed = self._schema.type_map[condition.name.value] if condition else type_
                    cost.add(self.selected(narrowed, node.selection_set))
                case FragmentSpreadNode():
                    cost.add(self._fragment(node.name.value))
        return cost

    def _fragment(self, name: str) -> Cost:
        known = self._known.get(name)
        if known is None:
            node = self._fragments[name]
            type_ = self._schema.type_map[node.type_condition.name.value]
            known = self._known[name] = self.selected(type_, node.selection_set)
        return known

    def _add_field(self, cost: Cost, parent: Any, node: FieldNode) -> None:
        cost.fixed += _OVER_ALL.get(node.name.value, 0)
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or node.selection_set is None:
            return
        definition = parent.fields.get(node.name.value)
        if definition is None:  # introspection
            return
        type_ = get_named_type(definition.type)
        if is_leaf_type(type_):
            return
        beneath = self.selected(type_, node.selection_set)
        beneath.fixed += 1
        if _SIZES[0] in definition.args:
            entry, beneath.entry = beneath.entry or Cost(), None
            cost.add(beneath)
            cost.add_page(_asked_size(node), entry)
        elif parent.name.endswith("Connection") and node.name.value in ("edges", "nodes"):
            cost.add_to_entry(beneath)
        elif is_list_type(get_nullable_type(definition.type)):
            cost.add_page(LIST_LENGTH, beneath)
        else:
            cost.add(beneath)


def _asked_size(node: FieldNode) -> int | str:
    for argument in node.arguments or ():
        if argument.name.value in _SIZES:
            match argument.value:
                case IntValueNode(value=digits):
                    return int(digits) if len(digits) <= 6 else PAGE_SIZE_LIMIT
                case VariableNode(name=name):
                    return name.value
    return DEFAULT_PAGE_SIZE
