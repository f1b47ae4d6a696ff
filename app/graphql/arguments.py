"""Coerced arguments become what resolvers take: Python's names, and input objects as their classes.

Strawberry converts by looking at types anew for each value; these converters are made once.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from strawberry import UNSET
from strawberry.schema.name_converter import NameConverter
from strawberry.types import get_object_definition
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryList, StrawberryOptional
from strawberry.types.lazy_type import LazyType

Convert = Callable[[Any], Any]

_NAMES = NameConverter()


class Arguments:
    """Converts the arguments of one root field."""

    def __init__(self, arguments: Sequence[StrawberryArgument]) -> None:
        self._parts = [
            (
                _NAMES.from_argument(argument),
                argument.python_name,
                converter(argument.type),
            )
            for argument in arguments
        ]

    def converted(self, coerced: Mapping[str, Any]) -> dict[str, Any]:
        """Return the keyword arguments; what is not given stays away."""
        return {
            python_name: convert(coerced[name])
            for name, python_name, convert in self._parts
            if name in coerced
        }


def converter(type_: Any) -> Convert:
    """Return the function that converts coerced values of a type."""
    match type_:
        case StrawberryOptional():
            return converter(type_.of_type)
        case StrawberryList():
            return _each(converter(type_.of_type))
        case LazyType():
            return _input_object(cast("Any", type_.resolve_type()))
        case type() if get_object_definition(type_) is not None:
            return _input_object(type_)
        case _:
            return _as_it_is  # scalars and enums, which graphql-core has parsed


def _as_it_is(value: Any) -> Any:
    return value


def _each(convert: Convert) -> Convert:
    return lambda values: None if values is None else [convert(value) for value in values]


@cache
def _input_object(class_: Any) -> Convert:
    fields = get_object_definition(class_, strict=True).fields
    names = {_NAMES.from_field(field): field for field in fields}
    # Made at the first value of each field, since input types may hold themselves.
    parts: dict[str, tuple[str, Convert]] = {}

    def convert(value: Any) -> Any:
        if value is None or value is UNSET:
            return value
        given = {}
        for name, item in value.items():
            part = parts.get(name)
            if part is None:
                field = names[name]
                part = parts[name] = (field.python_name, converter(field.resolve_type()))
            given[part[0]] = part[1](item)
        return class_(**given)

    return convert
