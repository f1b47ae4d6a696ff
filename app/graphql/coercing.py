"""A function for each input type that coerces nearly all of its values; others are left to graphql-core."""

from collections.abc import Callable
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    Undefined,
    is_required_input_field,
)

Coerce = Callable[[Any], Any]

# GraphQL's Int.
_LOWEST, _HIGHEST = -(2**31), 2**31 - 1


class NotPlain(Exception):
    """A value that graphql-core must look at: to coerce it in a way of its own, or to say what is wrong."""


def coercer(type_: GraphQLInputType) -> Coerce:
    """Return the function that coerces values of a type. Errors: NotPlain."""
    match type_:
        case GraphQLNonNull():
            return _required(coercer(type_.of_type))
        case GraphQLList():
            return _optional(_each(coercer(type_.of_type)))
        case _:
            return _optional(_named(type_))


@cache
def _named(type_: GraphQLInputObjectType | GraphQLEnumType | GraphQLScalarType) -> Coerce:
    match type_:
        case GraphQLInputObjectType():
            return _members(type_)
        case GraphQLEnumType():
            return _enum(type_)
        case GraphQLScalarType():
            return _scalar(type_)


def _required(coerce: Coerce) -> Coerce:
    def required(value: Any) -> Any:
        if value is None:
            raise NotPlain
        return coerce(value)

    return required


def _optional(coerce: Coerce) -> Coerce:
    return lambda value: None if value is None else coerce(value)


def _each(coerce: Coerce) -> Coerce:
    def each(value: Any) -> Any:
        if type(value) is not list:
            raise NotPlain  # GraphQL takes a single value for a list of one
        return [coerce(item) for item in value]

    return each


def _members(type_: GraphQLInputObjectType) -> Coerce:
    """Coerce an input object; one with defaults or other rules of its own is left to graphql-core."""
    fields = type_.fields
    required = {name for name, field in fields.items() if is_required_input_field(field)}
    if type_.is_one_of or any(map(_has_default, fields.values())):
        return _not_plain
    # Looked up at the first value of each field, since input types may hold themselves.
    coercers: dict[str, Coerce] = {}

    def members(value: Any) -> Any:
        if type(value) is not dict or not required <= value.keys():
            raise NotPlain
        coerced = {}
        for name, item in value.items():
            coerce = coercers.get(name)
            if coerce is None:
                if name not in fields:
                    raise NotPlain
                coerce = coercers[name] = coercer(fields[name].type)
            coerced[name] = coerce(item)
        return coerced

    return members


def _has_default(field: GraphQLInputField) -> bool:
    return field.default is not None or field.default_value is not Undefined


def _not_plain(_value: Any) -> Any:
    raise NotPlain


def _enum(type_: GraphQLEnumType) -> Coerce:
    values = {name: type_.parse_value(name) for name in type_.values}

    def member(value: Any) -> Any:
        if type(value) is not str or value not in values:
            raise NotPlain
        return values[value]

    return member


def _scalar(type_: GraphQLScalarType) -> Coerce:
    classes: dict[str, type] = {"ID": str, "String": str, "Boolean": bool, "Int": int}
    if type_.name not in classes:
        return _parsed(type_)
    class_ = classes[type_.name]

    def plain(value: Any) -> Any:
        if type(value) is not class_:
            raise NotPlain
        if isinstance(value, int) and not _LOWEST <= value <= _HIGHEST:
            raise NotPlain
        return value

    return plain


def _parsed(type_: GraphQLScalarType) -> Coerce:
    def parsed(value: Any) -> Any:
        try:
            return type_.parse_value(value)
        except Exception:
            raise NotPlain from None

    return parsed
