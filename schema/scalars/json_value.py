"""JSON is any value that JSON can write, nested at most 20 deep."""

import math
from collections.abc import Iterable, Mapping

import strawberry
from graphql import ValueNode, value_from_ast_untyped

from schema.scalars.definition import refusal

# The writers of JSON recurse; a value that they could not write again must not come in.
DEPTH_LIMIT = 20


def _read(value: object, node: ValueNode | None = None) -> object:
    level: list[object] = [value]
    for _ in range(DEPTH_LIMIT):
        if any(isinstance(item, float) and not math.isfinite(item) for item in level):
            raise refusal("JSON", value, "finite numbers", node)
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return value
    raise refusal("JSON", value, f"a value nested at most {DEPTH_LIMIT} deep", node)


def _inside(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
        case _:
            return ()


def _read_literal(node: ValueNode, variables: Mapping[str, object] | None = None) -> object:
    return _read(value_from_ast_untyped(node, dict(variables or {})), node)


JSON_VALUE = strawberry.scalar(
    name="JSON",
    description="Any JSON value: a string, a number, a boolean, null, a list or an object.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
    parse_value=_read,
    parse_literal=_read_literal,
)
