"""Which arguments of an operation are refused, whether or not there are rows to meet them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

from domain.errors import Failure
from domain.locale import normalise_locale
from domain.money import money_of
from domain.storable import unstorable
from tests.graphql.oracle import previews
from tests.graphql.oracle.lists import (
    BATCHES,
    EXPORTS,
    GROUPS,
    IMPORT_ROWS,
    IMPORTS,
    ISSUES,
    REQUESTS,
    REQUESTS_OF_BATCH,
    TIMELINE,
    WEBHOOK_MESSAGES,
    customer_order,
    payment_order,
)
from tests.graphql.oracle.pages import NoCursor, Order
from tests.graphql.oracle.rows import Rows

Arguments = Mapping[str, Any]


class Refusals:
    """Looks through one operation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: VariableValues,
        rows: Rows,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._rows = rows

    def beneath(self, type_: GraphQLObjectType, selected: SelectionSetNode) -> Iterator[tuple[str, str]]:
        """Yield response key and code for each argument that is refused, at any depth beneath the key."""
        for node in self._fields(type_, selected):
            key = node.alias.value if node.alias else node.name.value
            for code in self._of_field(type_, node):
                yield key, code

    def _of_field(self, type_: GraphQLObjectType, node: FieldNode) -> Iterator[str]:
        definition = type_.fields.get(node.name.value)
        if definition is None:
            return
        arguments = get_argument_values(definition, node, self._variables)
        named = get_named_type(definition.type)
        yield from codes(type_.name, node.name.value, named.name, arguments, self._rows)
        possible = self._schema.get_possible_types(named) if is_abstract_type(named) else [named]
        for one in possible:
            if node.selection_set and is_object_type(one):
                yield from (code for _key, code in self.beneath(one, node.selection_set))

    def _fields(self, type_: GraphQLObjectType, selected: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selected.selections:
            if not self._is_included(node):
                continue
            match node:
                case FieldNode():
                    yield node
                case InlineFragmentNode(type_condition=condition):
                    if condition is None or self._applies(type_, condition.name.value):
                        yield from self._fields(type_, node.selection_set)
                case FragmentSpreadNode(name=name):
                    fragment = self._fragments[name.value]
                    if self._applies(type_, fragment.type_condition.name.value):
                        yield from self._fields(type_, fragment.selection_set)

    def _is_included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))

    def _applies(self, type_: GraphQLObjectType, condition: str) -> bool:
        return condition in {type_.name, *(interface.name for interface in type_.interfaces)}


def codes(parent: str, field: str, type_: str, given: Arguments, rows: Rows) -> Iterator[str]:
    """Yield the code of each reason why a field of `parent` refuses its arguments."""
    arguments = {name: value for name, value in given.items() if value is not None}
    if type_.endswith("Connection"):
        yield from _paging_codes(_order(parent, type_, dict(arguments), rows), arguments)
    if (parent, field) in {("Query", "customer"), ("Query", "customerGroup")} and len(arguments) != 1:
        yield "exactly_one_argument"
    if type_ == "CustomerConnection" and len(arguments.get("query", "")) > 200:
        yield "too_long"
    if (parent, field) == ("Query", "nodes") and len(arguments["ids"]) > 250:
        yield "too_many_items"
    if (parent, field) == ("Query", "messagePreview"):
        for read in previews.reading(rows, arguments):
            yield from _failing(read)
    if (parent, field) == ("Money", "formatted"):
        yield from _failing(lambda: normalise_locale(arguments.get("locale", "de")))
    kept = {name: value for name, value in arguments.items() if name not in ("after", "before", "id", "ids")}
    yield from _where_codes(kept)


def _order(parent: str, type_: str, arguments: dict[str, Any], rows: Rows) -> Order:
    orders = {
        "CustomerConnection": lambda: customer_order(rows, arguments),
        "PaymentConnection": lambda: payment_order(arguments),
        "PaymentRequestConnection": lambda: (
            REQUESTS_OF_BATCH if parent == "PaymentRequestBatch" else REQUESTS
        ),
        "PaymentRequestBatchConnection": lambda: BATCHES,
        "CustomerGroupConnection": lambda: GROUPS,
        "CustomerImportConnection": lambda: IMPORTS,
        "CustomerExportConnection": lambda: EXPORTS,
        "ImportIssueConnection": lambda: ISSUES,
        "ImportRowConnection": lambda: IMPORT_ROWS,
        "TimelineEventConnection": lambda: TIMELINE,
        "WebhookMessageConnection": lambda: WEBHOOK_MESSAGES,
    }
    return orders[type_]()


def _sum_codes(given: Arguments) -> Iterator[str]:
    for name in ("gte", "lte"):
        if given.get(name) is not None:
            yield from _failing(partial(money_of, given[name], given["currency"]))


def _paging_codes(order: Order, arguments: Arguments) -> Iterator[str]:
    if "first" in arguments and "last" in arguments:
        yield "page_both_directions"
    if any(not 0 <= arguments[name] <= 250 for name in ("first", "last") if name in arguments):
        yield "page_size_invalid"
    for name in ("after", "before"):
        if name in arguments:
            try:
                order.read(arguments[name])
            except (NoCursor, ValueError, TypeError, AttributeError):
                yield "cursor_invalid"


def _where_codes(value: Any) -> Iterator[str]:
    """Yield the codes of texts that can't be stored and of sums that can't be, wherever they stand."""
    match value:
        case str():
            failure = unstorable(value)
            if failure is not None:
                yield failure.code
        case {"totalPaid": dict(given)}:
            yield from _sum_codes(given)
            yield from _where_codes({key: one for key, one in value.items() if key != "totalPaid"})
        case dict():
            for name, one in value.items():
                if name not in ("ids", "customerIds", "groupIds"):
                    yield from _where_codes(one)
        case list():
            for one in value:
                yield from _where_codes(one)


def _failing(read: Any) -> Iterator[str]:
    try:
        read()
    except Failure as failure:
        yield failure.code
