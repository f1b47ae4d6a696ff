"""Which fields lead nearer to a type, from wherever one is."""

from collections.abc import Mapping

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

Leading = Mapping[str, list[str]]


def reachable(schema: GraphQLSchema) -> list[str]:
    """Return the object types that something leads to from the root of queries, by name."""
    assert schema.query_type is not None
    found, waiting = {schema.query_type.name}, [schema.query_type]
    while waiting:
        for beneath in _beneath(waiting.pop()).values():
            if beneath.name not in found:
                found.add(beneath.name)
                waiting.append(beneath)
    return sorted(found - {schema.query_type.name})


def leading_to(schema: GraphQLSchema, target: str) -> Leading:
    """Return for each type from which one gets there the fields that are one step nearer."""
    types = [type_ for type_ in schema.type_map.values() if isinstance(type_, GraphQLObjectType)]
    leading: dict[str, list[str]] = {}
    there = {target}
    while there:
        nearer = {
            type_.name: fields
            for type_ in types
            if type_.name != target and type_.name not in leading
            for fields in [[name for name, one in _beneath(type_).items() if one.name in there]]
            if fields
        }
        leading |= nearer
        there = set(nearer)
    return leading


def _beneath(type_: GraphQLObjectType) -> dict[str, GraphQLObjectType]:
    named = ((name, get_named_type(field.type)) for name, field in type_.fields.items())
    return {name: one for name, one in named if isinstance(one, GraphQLObjectType)}
