"""The least that a root field can be asked with, made from the types of its arguments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLScalarType,
    get_nullable_type,
    is_required_argument,
    is_required_input_field,
)

from domain.ids import Kind
from tests.api.root_fields import RootField

_NUMBERS = count(1)

# What an id is of, told by the noun in front of it; the longer nouns first.
_NOUNS = (
    ("customFieldDefinition", Kind.CUSTOM_FIELD),
    ("customerGroup", Kind.GROUP),
    ("customerImport", Kind.IMPORT),
    ("payment", Kind.PAYMENT),
    ("group", Kind.GROUP),
    ("customer", Kind.CUSTOMER),
    ("node", Kind.CUSTOMER),
)

# Of an input in which nothing is required by itself, the one member that is enough.
_ENOUGH = {
    "CustomerInput": "firstName",
    "CustomerSelector": "ids",
    "ImportSourceInput": "file",
}


class File:
    """Stands in the variables where a part of a multipart form belongs."""

    content = b"Vorname;Mobiltelefon\nAda;+491701234567\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the names from the argument on, and all that is around it, outermost first."""

    path: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def of_argument(cls, root: RootField, name: str) -> "Place":
        return cls((name,), (root.name, name))

    def inside(self, type_: GraphQLInputObjectType, name: str) -> "Place":
        return Place((*self.path, name), (*self.around, type_.name, name))

    @property
    def noun(self) -> Kind:
        """What an id at this place names."""
        for name in reversed(self.around):
            for noun, kind in _NOUNS:
                if name.lower().startswith(noun.lower()):
                    return kind
        raise AssertionError(f"no kind of id is known for {self}")


def least_arguments(root: RootField, ids: Mapping[Kind, str]) -> dict[str, Any]:
    """Return the arguments without which the field refuses to do or tell anything; texts are always new."""
    chosen = {
        name: argument
        for name, argument in root.definition.args.items()
        if is_required_argument(argument) or name == "id"
    }
    return {
        name: ordinary(argument.type, Place.of_argument(root, name), ids) for name, argument in chosen.items()
    }


def ordinary(type_: GraphQLInputType, place: Place, ids: Mapping[Kind, str]) -> Any:
    """Return a value of a type that is right at this place."""
    match get_nullable_type(type_):
        case GraphQLList(of_type=inner):
            return [ordinary(inner, place, ids)]
        case GraphQLInputObjectType() as object_:
            return _object(object_, place, ids)
        case GraphQLEnumType(values=values):
            return next(iter(values))
        case GraphQLScalarType(name=name):
            return _scalar(name, place, ids)
        case unknown:
            raise AssertionError(unknown)


def _object(type_: GraphQLInputObjectType, place: Place, ids: Mapping[Kind, str]) -> dict[str, Any]:
    needed = [name for name, field in type_.fields.items() if is_required_input_field(field)]
    names = needed or [_ENOUGH.get(type_.name, next(iter(type_.fields)))]
    return {name: ordinary(type_.fields[name].type, place.inside(type_, name), ids) for name in names}


def _scalar(name: str, place: Place, ids: Mapping[Kind, str]) -> Any:
    match name:
        case "ID":
            return ids[place.noun]
        case "String":
            return f"text_{next(_NUMBERS)}"
        case "Int":
            return 1
        case "Decimal":
            return "1.00"
        case "Boolean":
            return True
        case "DateTime":
            return "2026-01-31T12:00:00Z"
        case "CurrencyCode":
            return "EUR"
        case "CountryCode":
            return "DE"
        case "Locale":
            return "de-DE"
        case "JSON":
            return "text"
        case "Upload":
            return File()
        case unknown:
            raise AssertionError(f"no ordinary value is known for {unknown}")


def leaves(
    type_: GraphQLInputType,
    place: Place,
    lists: tuple[bool, ...] = (),
    within: frozenset[str] = frozenset(),
) -> Iterator[tuple[Place, GraphQLInputType, tuple[bool, ...]]]:
    """Yield each place beneath an argument with its type, and whether each step to it is a list.

    An input that contains itself is entered once.
    """
    nullable = get_nullable_type(type_)
    is_list = isinstance(nullable, GraphQLList)
    inner = get_nullable_type(nullable.of_type) if isinstance(nullable, GraphQLList) else nullable
    here = (*lists, is_list)
    yield place, type_, here
    if isinstance(inner, GraphQLInputObjectType) and inner.name not in within:
        for name, field in inner.fields.items():
            yield from leaves(field.type, place.inside(inner, name), here, within | {inner.name})
