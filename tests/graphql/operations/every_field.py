"""For each type of the schema an operation that asks for all of it, and for all leaves one step further."""

from collections.abc import Iterator, Mapping

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)

from tests.graphql.operations.documents import Composite, comparable

# These are asked for by one of several arguments.
_LOOKED_UP = {("Query", "customer"), ("Query", "customerGroup")}
# What a field must be told. What is looked up by an id is met in lists as well.
_ARGUMENTS: Mapping[str, str] = {"customField": '(key: "visits")'}


def every_field(schema: GraphQLSchema) -> dict[str, str]:
    """Return an operation for each type that can be met on the way from a root field."""
    return {name: _written(way, type_) for name, (way, type_) in _ways(schema).items()}


def _ways(schema: GraphQLSchema) -> dict[str, tuple[list[str], GraphQLObjectType]]:
    """Return for each object type the shortest way there, as fields with their arguments."""
    assert schema.query_type is not None
    found: dict[str, tuple[list[str], GraphQLObjectType]] = {}
    waiting: list[tuple[list[str], GraphQLObjectType]] = [([], schema.query_type)]
    while waiting:
        way, type_ = waiting.pop(0)
        for head, beneath in _leading_on(type_):
            if isinstance(beneath, GraphQLObjectType) and beneath.name not in found:
                found[beneath.name] = ([*way, head], beneath)
                waiting.append(found[beneath.name])
    return found


def _leading_on(type_: GraphQLObjectType) -> Iterator[tuple[str, Composite]]:
    """Yield what can be asked for without knowing anything: a field, with arguments, and its type."""
    for name in comparable(type_):
        field, beneath = type_.fields[name], get_named_type(type_.fields[name].type)
        if (type_.name, name) in _LOOKED_UP:
            continue
        if isinstance(beneath, GraphQLObjectType | GraphQLInterfaceType) and (
            name in _ARGUMENTS or not _must_be_told(field)
        ):
            yield f"{name}{_ARGUMENTS.get(name, '')}", beneath


def _must_be_told(field: GraphQLField) -> bool:
    return any(is_non_null_type(one.type) and not one.default_value for one in field.args.values())


def _written(way: list[str], type_: GraphQLObjectType) -> str:
    selected = [_leaves(type_), *(f"{head} {{ {_leaves(beneath)} }}" for head, beneath in _leading_on(type_))]
    return "{ " + " { ".join([*way, " ".join(selected)]) + " }" * (len(way) + 1)


def _leaves(type_: Composite) -> str:
    leaves = (name for name in comparable(type_) if is_leaf_type(get_named_type(type_.fields[name].type)))
    return " ".join(("__typename", *leaves))
