"""A file comes beside the query, in the part of a multipart request that a variable stands for."""

from collections.abc import Mapping
from typing import NewType

import strawberry
from graphql import ValueNode, print_ast

from schema.scalars.definition import refusal

Upload = NewType("Upload", object)

_EXPECTED = "a variable that stands for a file of a multipart request"


def _read(value: object) -> object:
    # Whatever JSON can hold was written into the variables; a file is put there by the transport.
    if value is None or isinstance(value, str | int | float | list | dict):
        raise refusal("Upload", value, _EXPECTED)
    return value


def _read_literal(node: ValueNode, _variables: Mapping[str, object] | None = None) -> object:
    raise refusal("Upload", print_ast(node), _EXPECTED, node)


def _write(_value: object) -> object:
    raise TypeError("an Upload never goes out")


UPLOAD = strawberry.scalar(
    name="Upload",
    description="A file, sent with a multipart request. It can only be given as a variable.",
    specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
    serialize=_write,
    parse_value=_read,
    parse_literal=_read_literal,
)
