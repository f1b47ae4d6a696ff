"""The shortest way from a root field to each field of each type, as the planner takes it."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_object_type

from app.graphql.schema import KontorSchema
from db.plan.selection import Field
from resolvers.fields import Computes

SCHEMA = KontorSchema()
CORE = SCHEMA.core

# Where a field must be told something; what is told leads nowhere.
_ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "node": {"id": "x"},
    "nodes": {"ids": ["x"]},
    "customer": {"phone": "x"},
    "customerGroup": {"name": "x"},
    "payment": {"id": "x"},
    "paymentRequest": {"id": "x"},
    "paymentRequestBatch": {"id": "x"},
    "customerImport": {"id": "x"},
    "customerExport": {"id": "x"},
    "customField": {"key": "x"},
    "messageTemplate": {"id": "x"},
}


def object_types() -> list[GraphQLObjectType]:
    """Return the object types but those of introspection."""
    return [
        type_ for type_ in CORE.type_map.values() if is_object_type(type_) and not type_.name.startswith("__")
    ]


def planned_fields(root: GraphQLObjectType) -> dict[str, GraphQLField]:
    """Return the root fields that have a plan."""
    return {
        name: field for name, field in root.fields.items() if not isinstance(SCHEMA.kind(field), Computes)
    }


def roots() -> Iterator[tuple[str, str, GraphQLObjectType]]:
    """Yield operation, name and type of each planned root field that is an object."""
    for root in (CORE.query_type, CORE.mutation_type):
        assert root is not None
        for name, field in planned_fields(root).items():
            type_ = get_named_type(field.type)
            if isinstance(type_, GraphQLObjectType):
                yield root.name, name, type_


def ways() -> dict[str, tuple[str, list[tuple[str, GraphQLObjectType]]]]:
    """Return for each type the operation and the fields, with their types, that lead to it."""
    found: dict[str, tuple[str, list[tuple[str, GraphQLObjectType]]]] = {}
    waiting = [(operation, [(name, type_)]) for operation, name, type_ in roots()]
    while waiting:
        operation, way = waiting.pop(0)
        type_ = way[-1][1]
        if type_.name in found:
            continue
        found[type_.name] = (operation, way)
        for name, field in type_.fields.items():
            beneath = get_named_type(field.type)
            if isinstance(beneath, GraphQLObjectType):
                waiting.append((operation, [*way, (name, beneath)]))
    return found


def alone(way: list[tuple[str, GraphQLObjectType]], name: str) -> Field:
    """Return the selection of nothing but one field at the end of a way."""
    field = _field(name, way[-1][1].fields[name])
    for step, type_ in reversed(way):
        field = Field(step, step, _ARGUMENTS.get(step, {}), {type_.name: [field]})
    return field


def _field(name: str, definition: GraphQLField) -> Field:
    type_ = get_named_type(definition.type)
    beneath = {type_.name: [Field("__typename", "__typename", {}, {})]} if is_object_type(type_) else {}
    return Field(name, name, _ARGUMENTS.get(name, {}), beneath)
