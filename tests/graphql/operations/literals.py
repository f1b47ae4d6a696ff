"""A value as JSON has it becomes the GraphQL literal of its type."""

import json
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    get_nullable_type,
)


def literal(type_: GraphQLInputType, value: Any) -> str:
    """Return a value as it is written in a document."""
    bare = get_nullable_type(type_)
    match value:
        case None:
            return "null"
        case list() if isinstance(bare, GraphQLList):
            return f"[{', '.join(literal(bare.of_type, item) for item in value)}]"
        case dict() if isinstance(bare, GraphQLInputObjectType):
            return braced({name: literal(bare.fields[name].type, one) for name, one in value.items()})
        case str() if isinstance(bare, GraphQLEnumType):
            return value
    return untyped_literal(value)


def braced(members: dict[str, str]) -> str:
    """Return an object literal of members that are literals already."""
    return "{" + ", ".join(f"{name}: {written}" for name, written in members.items()) + "}"


def untyped_literal(value: Any) -> str:
    """Return a value of JSON, where no type says more of it."""
    match value:
        case list():
            return f"[{', '.join(map(untyped_literal, value))}]"
        case dict():
            return braced({name: untyped_literal(one) for name, one in value.items()})
        case str():
            # JSON's escapes are GraphQL's; DEL and the like may stand for themselves in both.
            return json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
