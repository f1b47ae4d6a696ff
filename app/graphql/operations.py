"""A document becomes planned root fields, once for each shape of its variables, and is kept."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLInputType,
    GraphQLObjectType,
    NamedTypeNode,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_nullable_type,
    is_non_null_type,
    parse,
    specified_rules,
    type_from_ast,
    validate,
    visit,
)
from graphql.execution.values import VariableValues, get_variable_values

from app.graphql.schema import KontorSchema, RootKind
from db.plan.build import ArgumentRefused
from db.plan.catalog import CATALOG
from db.plan.catalog.payloads import payload
from db.plan.catalog.query import QUERY
from db.plan.compile import Plan, compile_plan
from db.plan.selection import Field
from resolvers.fields import Computes, Does
from resolvers.selection import SelectionReader, shape, slotted

MAX_TOKENS = 4_000
KEPT_OPERATIONS = 1_000
KEPT_VARIANTS = 50  # of one operation; a client that makes more is building filters by hand


@dataclass(frozen=True, slots=True)
class PlannedRoot:
    """One root field, ready to run. `plan` reads it, or reads the payload of what it does.

    `refusal` stands in for a plan that can't be made, because arguments contradict each other.
    """

    field: Field
    definition: GraphQLField
    kind: RootKind
    plan: Plan | None
    refusal: ArgumentRefused | None

    @property
    def required(self) -> bool:
        """Whether the whole answer is null when this field is."""
        return is_non_null_type(self.definition.type)


@dataclass(frozen=True, slots=True)
class Variant:
    """An operation for one shape of its variables; `ordinary` when it can't be planned as a whole."""

    roots: tuple[PlannedRoot | Field, ...]
    ordinary: bool


@dataclass(slots=True)
class Operation:
    """A validated operation of a document, and the variants planned so far."""

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    types: Mapping[str, GraphQLInputType]
    plain: Mapping[str, type]  # of variables whose type coerces a value of this class to itself
    # Variables inside literals of JSON: their values end up in the plan, so they are part of its shape.
    by_value: frozenset[str]
    variants: "OrderedDict[Any, Variant]" = field(default_factory=OrderedDict)

    @property
    def is_mutation(self) -> bool:
        """Whether the operation changes anything."""
        return self.node.operation is OperationType.MUTATION


class Operations:
    """The plan cache of one process: the operations used last."""

    def __init__(self, schema: KontorSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[tuple[str, str | None], Operation] = OrderedDict()

    def operation(self, text: str, name: str | None) -> Operation:
        """Return the operation of a document, parsed and validated at its first use.

        Errors: InvalidOperation for what is no valid document, or names no operation in it.
        """
        found = self._kept.get((text, name))
        if found is None:
            found = self._read(text, name)
            self._kept[text, name] = found
            if len(self._kept) > KEPT_OPERATIONS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end((text, name))
        return found

    def _read(self, text: str, name: str | None) -> Operation:
        try:
            document = parse(text, max_tokens=MAX_TOKENS)
        except GraphQLError as error:
            raise InvalidOperation([error], code="GRAPHQL_PARSE_FAILED") from None
        if errors := validate(self._schema.core, document, specified_rules, max_errors=5):
            raise InvalidOperation(errors)
        node = _named_operation(document, name)
        fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        types = {
            definition.variable.name.value: cast(
                "GraphQLInputType", type_from_ast(self._schema.core, definition.type)
            )
            for definition in node.variable_definitions or ()
        }
        plain = {
            name: _PLAIN_TYPES[scalar]
            for name, type_ in types.items()
            if (scalar := str(get_nullable_type(type_))) in _PLAIN_TYPES
        }
        return Operation(document, node, fragments, types, plain, _inside_json(self._schema, document))

    def variables(self, operation: Operation, given: Mapping[str, Any]) -> VariableValues:
        """Return the variables coerced to their types.

        Errors: InvalidOperation with one error a variable that is missing or of another type.
        """
        if not operation.types:
            return NO_VARIABLES
        if (plain := _plain(operation, given)) is not None:
            return plain
        values = get_variable_values(
            self._schema.core, operation.node.variable_definitions or (), dict(given), max_errors=5
        )
        if isinstance(values, list):
            raise InvalidOperation(values, code="BAD_USER_INPUT")
        return values

    def variant(self, operation: Operation, variables: VariableValues) -> Variant:
        """Return the planned operation for variables of this shape."""
        coerced = variables.coerced
        key = tuple(
            (name, repr(value) if name in operation.by_value else shape(value, operation.types[name]))
            for name, value in coerced.items()
        )
        found = operation.variants.get(key)
        if found is None:
            found = self._planned(operation, variables)
            operation.variants[key] = found
            if len(operation.variants) > KEPT_VARIANTS:
                operation.variants.popitem(last=False)
        return found

    def _planned(self, operation: Operation, variables: VariableValues) -> Variant:
        core = self._schema.core
        root = core.get_root_type(operation.node.operation)
        assert isinstance(root, GraphQLObjectType)
        reader = SelectionReader(
            core, operation.node, operation.fragments, slotted(variables, operation.types)
        )
        try:
            fields = reader.root_fields(root)
        except GraphQLError as error:
            raise InvalidOperation([error]) from None
        roots = [self.planned_root(root, field) for field in fields]
        ordinary = any(isinstance(one, Field) and one.name != "__typename" for one in roots)
        return Variant(tuple(roots), ordinary)

    def planned_root(self, root: GraphQLObjectType, field: Field) -> PlannedRoot | Field:
        """Return a root field with its plan; what every schema has (`__typename` …) stays as it is."""
        definition = root.fields.get(field.name)
        if definition is None:
            return field
        kind = self._schema.kind(definition)
        if isinstance(kind, Computes):
            return PlannedRoot(field, definition, kind, None, None)
        try:
            node = payload if isinstance(kind, Does) else QUERY[field.name]
            return PlannedRoot(field, definition, kind, compile_plan(CATALOG, node, field), None)
        except ArgumentRefused as refusal:
            return PlannedRoot(field, definition, kind, None, refusal)


NO_VARIABLES = VariableValues({}, {})

# Values of these types are coerced to themselves.
_PLAIN_TYPES: Mapping[str, type] = {"ID": str, "String": str, "Boolean": bool, "Int": int}


def _plain(operation: Operation, given: Mapping[str, Any]) -> VariableValues | None:
    """Return variables that need no coercing, as nearly all do; None when one of them may.

    They carry no sources: only literals of JSON read those, and they are planned by value.
    """
    if operation.by_value or not len(given) == len(operation.types) == len(operation.plain):
        return None
    for name, class_ in operation.plain.items():
        value: Any = given.get(name)
        if type(value) is not class_ or (isinstance(value, int) and not -(2**31) <= value < 2**31):
            return None
    return VariableValues({}, dict(given))


class InvalidOperation(Exception):
    """A request that can't be run at all; `errors` are what its sender should know."""

    def __init__(self, errors: list[GraphQLError], *, code: str | None = None) -> None:
        super().__init__(errors)
        self.errors = errors
        if code is not None:
            for error in errors:
                error.extensions = {"code": code, **(error.extensions or {})}


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


def _inside_json(schema: KontorSchema, document: DocumentNode) -> frozenset[str]:
    """Return the variables that stand inside a literal of a custom scalar, where no type describes them."""
    found: set[str] = set()
    info = TypeInfo(schema.core)

    class Finder(Visitor):
        def enter_variable(self, node: VariableNode, _key: Any, parent: Any, *_: Any) -> None:
            if info.get_input_type() is None and not isinstance(parent, NamedTypeNode):
                found.add(node.name.value)

    visit(document, TypeInfoVisitor(info, Finder()))
    return frozenset(found)
