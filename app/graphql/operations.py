"""The plan cache: an operation is planned once for each shape of its variables, and kept."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLField, GraphQLObjectType, is_non_null_type
from graphql.execution.values import VariableValues

from app.graphql.documents import InvalidOperation, Operation, read_operation
from app.graphql.policy import OPEN, Policy
from app.graphql.schema import KontorSchema, RootKind
from app.graphql.variables import coerced_variables
from app.graphql.worded import DocumentUnknown, Oversized
from db.plan.build import ArgumentRefused, Node
from db.plan.catalog import CATALOG
from db.plan.catalog.payloads import payload
from db.plan.catalog.query import QUERY
from db.plan.catalog.subscription import SUBSCRIPTION
from db.plan.compile import Plan, compile_plan
from db.plan.selection import Field
from resolvers.fields import Computes, Does, Follows
from resolvers.selection import SelectionReader, TooMuchSelected, shape, slotted

# What graphql-core adds to an unknown name.
_SUGGESTION = re.compile(r"\s*Did you mean .*$", re.DOTALL)

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


class Operations:
    """The plan cache of one process: the operations used last."""

    def __init__(self, schema: KontorSchema, policy: Policy = OPEN) -> None:
        self._schema = schema
        self._policy = policy
        self._kept: OrderedDict[tuple[str, str | None], Operation] = OrderedDict()
        # How often a plan was there, and how often it had to be made.
        self.found = 0
        self.made = 0

    def operation(self, text: str, name: str | None) -> Operation:
        """Return the operation of a document, parsed and validated at its first use.

        Errors: InvalidOperation for what is no valid document, or names no operation in it.
        """
        found = self._kept.get((text, name))
        if found is None:
            self._require_trusted(text)
            with self._discreetly():
                found = read_operation(
                    self._schema.core, text, name, introspection=self._policy.introspection
                )
            self._kept[text, name] = found
            if len(self._kept) > KEPT_OPERATIONS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end((text, name))
        return found

    def variables(self, operation: Operation, given: Mapping[str, Any]) -> VariableValues:
        """Return the variables coerced to their types.

        Errors: InvalidOperation with one error a variable that is missing or of another type.
        """
        with self._discreetly():
            return coerced_variables(self._schema.core, operation, given)

    def variant(self, operation: Operation, variables: VariableValues) -> Variant:
        """Return the planned operation for variables of this shape."""
        coerced = variables.coerced
        key = tuple(
            (name, repr(value) if name in operation.by_value else shape(value, operation.types[name]))
            for name, value in coerced.items()
        )
        found = operation.variants.get(key)
        if found is not None:
            self.found += 1
        else:
            self.made += 1
            found = self._planned(operation, variables)
            operation.variants[key] = found
            if len(operation.variants) > KEPT_VARIANTS:
                operation.variants.popitem(last=False)
        return found

    def _require_trusted(self, text: str) -> None:
        try:
            self._policy.require_trusted(text)
        except DocumentUnknown as unknown:
            raise InvalidOperation([unknown]) from None

    @contextmanager
    def _discreetly(self) -> Iterator[None]:
        """Keep errors from telling what the schema has instead, where it is not to be told."""
        try:
            yield
        except InvalidOperation as invalid:
            if not self._policy.introspection:
                for error in invalid.errors:
                    error.message = _SUGGESTION.sub("", error.message)
            raise

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
        except TooMuchSelected as much:
            raise InvalidOperation([Oversized(much.text, much.node, limit=much.limit)]) from None
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
            return PlannedRoot(
                field, definition, kind, compile_plan(CATALOG, _node(kind, field), field), None
            )
        except ArgumentRefused as refusal:
            return PlannedRoot(field, definition, kind, None, refusal)


def _node(kind: RootKind, field: Field) -> Node:
    match kind:
        case Does():
            return payload
        case Follows():
            return SUBSCRIPTION[field.name]
        case _:
            return QUERY[field.name]
