"""A scalar reads variables and literals by one parser, and refuses in one form of words."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry
from graphql import FloatValueNode, GraphQLError, IntValueNode, StringValueNode, ValueNode, print_ast
from strawberry.types.scalar import ScalarDefinition

SHOWN_CHARACTERS = 60

Parser = Callable[[object], object]
# The literals whose `value` is the text that the client wrote.
WrittenNode = type[StringValueNode] | type[IntValueNode] | type[FloatValueNode]


def refusal(scalar: str, value: object, expected: str, node: ValueNode | None = None) -> GraphQLError:
    """Return the error of a value that is not what `expected` names, e.g. `a date such as 2026-01-31`.

    `node` is the literal, if it was one, so that the error can point at it.
    """
    return GraphQLError(
        f"{scalar} can't be {_shown(value)}: expected {expected}.",
        nodes=node,
        extensions={"code": "BAD_USER_INPUT"},
    )


def text_scalar(
    name: str,
    *,
    description: str,
    specified_by_url: str,
    expected: str,
    parse: Parser,
    serialise: Callable[[Any], str] | None = None,
    literals: tuple[WrittenNode, ...] = (StringValueNode,),
) -> ScalarDefinition:
    """Return a scalar that is a string in the response.

    `parse` gets what a variable holds, or the text of a literal; it raises ValueError for what it can't
    take, and the client reads what was `expected`. Strings go out as they are, because SQL has
    already written them; anything else through `serialise`.
    """

    def parse_value(value: object, node: ValueNode | None = None) -> object:
        try:
            return parse(value)
        except (ValueError, OverflowError):
            raise refusal(name, value, expected, node) from None

    def parse_literal(node: ValueNode, _variables: Mapping[str, object] | None = None) -> object:
        # An enum literal has a text as well, yet `currency: EUR` is no string.
        if isinstance(node, literals):
            return parse_value(node.value, node)
        raise refusal(name, print_ast(node), expected, node)

    def write(value: object) -> str:
        if isinstance(value, str):
            return value
        if serialise is None:
            raise TypeError(f"{name} is written as a string, not as {type(value).__name__}")
        return serialise(value)

    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=specified_by_url,
        serialize=write,
        parse_value=parse_value,
        parse_literal=parse_literal,
    )


def require_text(value: object) -> str:
    """Return a string as it is; ValueError for anything else."""
    if isinstance(value, str):
        return value
    raise ValueError


def _shown(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            # Half a UTF-16 pair would break the response that carries the message.
            text = value[: SHOWN_CHARACTERS + 1].encode("utf-8", "replace").decode()
        case _:
            text = str(value)
    return f'"{text}"' if len(text) <= SHOWN_CHARACTERS else f'"{text[:SHOWN_CHARACTERS]}…"'
