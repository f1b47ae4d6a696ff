"""A document becomes one operation: parsed, validated, and with what must be known of its variables."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    type_from_ast,
    validate,
    visit,
)

from app.graphql.coercing import Coerce, coercer
from app.graphql.costs import Cost, cost_of
from app.graphql.limits import MAX_DOCUMENT_BYTES, MAX_ERRORS, MAX_TOKENS
from app.graphql.weighing import asks_for_schema, weigh
from app.graphql.worded import IntrospectionClosed, Oversized


@dataclass(slots=True)
class Operation:
    """A validated operation of a document, and its plans so far by the shape of the variables."""

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    types: Mapping[str, GraphQLInputType]  # of its variables
    coercers: Mapping[str, Coerce]
    omittable: frozenset[str]  # variables that may be left out and have no default
    # Variables inside literals of JSON: their values end up in the plan, so they are part of its shape.
    by_value: frozenset[str]
    cost: Cost
    variants: OrderedDict[Any, Any] = field(default_factory=OrderedDict)

    @property
    def name(self) -> str:
        """The name that its client gave it; empty without one."""
        return "" if self.node.name is None else self.node.name.value

    @property
    def type(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.node.operation.value

    @property
    def is_mutation(self) -> bool:
        """Whether the operation changes anything."""
        return self.node.operation is OperationType.MUTATION

    @property
    def is_subscription(self) -> bool:
        """Whether the operation is followed, and has no one answer."""
        return self.node.operation is OperationType.SUBSCRIPTION


class InvalidOperation(Exception):
    """A request that can't be run at all; `errors` are what its sender should know."""

    def __init__(self, errors: list[GraphQLError], *, code: str | None = None) -> None:
        super().__init__(errors)
        self.errors = errors
        if code is not None:
            for error in errors:
                error.extensions = {"code": code, **(error.extensions or {})}


def read_operation(
    schema: GraphQLSchema, text: str, name: str | None, *, introspection: bool = True
) -> Operation:
    """Return the operation of this name, or the only one.

    Errors: InvalidOperation for what is no valid document, or names no operation in it.
    """
    if len(text) > MAX_DOCUMENT_BYTES or len(text.encode()) > MAX_DOCUMENT_BYTES:
        raise InvalidOperation([Oversized("query_too_long", limit=MAX_DOCUMENT_BYTES)])
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        raise InvalidOperation([error], code="GRAPHQL_PARSE_FAILED") from None
    if oversized := weigh(document):
        raise InvalidOperation([oversized])
    if not introspection and asks_for_schema(document):
        raise InvalidOperation([IntrospectionClosed("introspection_disabled")])
    if errors := validate(schema, document, specified_rules, max_errors=MAX_ERRORS):
        raise InvalidOperation(errors)
    node = _named_operation(document, name)
    types = {
        definition.variable.name.value: cast("GraphQLInputType", type_from_ast(schema, definition.type))
        for definition in node.variable_definitions or ()
    }
    fragments = _fragments(document)
    return Operation(
        document,
        node,
        fragments,
        types,
        {name: coercer(type_) for name, type_ in types.items()},
        _omittable(node),
        _inside_json(schema, document),
        cost_of(schema, node, fragments),
    )


def _named_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    for node in operations:
        if name is not None and node.name is not None and node.name.value == name:
            return node
    message = (
        f'The document has no operation "{name[:60]}".'
        if name is not None
        else "The document has several operations: name one in operationName."
        if operations
        else "The document has no operation."
    )
    raise InvalidOperation([GraphQLError(message, extensions={"code": "OPERATION_RESOLUTION_FAILURE"})])


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }


def _omittable(node: OperationDefinitionNode) -> frozenset[str]:
    return frozenset(
        definition.variable.name.value
        for definition in node.variable_definitions or ()
        if definition.default_value is None and not isinstance(definition.type, NonNullTypeNode)
    )


def _inside_json(schema: GraphQLSchema, document: DocumentNode) -> frozenset[str]:
    """Return the variables that stand inside a literal of a custom scalar, where no type describes them."""
    found: set[str] = set()
    info = TypeInfo(schema)

    class Finder(Visitor):
        def enter_variable(self, node: VariableNode, _key: Any, parent: Any, *_: Any) -> None:
            if info.get_input_type() is None and not isinstance(parent, NamedTypeNode):
                found.add(node.name.value)

    visit(document, TypeInfoVisitor(info, Finder()))
    return frozenset(found)
