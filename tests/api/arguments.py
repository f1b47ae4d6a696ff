"""The least that a root field can be asked with, made from the types of its arguments."""

import copy
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
    get_named_type,
    get_nullable_type,
    is_required_argument,
    is_required_input_field,
)

from domain.ids import Kind
from tests.api.root_fields import RootField

_NUMBERS = count(1)

# What an id is of, told by the noun in front of it; the longer nouns first.
_NOUNS = (
    ("apiKey", Kind.API_KEY),
    ("paymentRequestBatch", Kind.BATCH),
    ("webhookEndpoint", Kind.WEBHOOK_ENDPOINT),
    ("webhookSubscription", Kind.WEBHOOK_SUBSCRIPTION),
    ("webhookMessage", Kind.WEBHOOK_MESSAGE),
    ("messageTemplate", Kind.MESSAGE_TEMPLATE),
    ("template", Kind.MESSAGE_TEMPLATE),
    ("customFieldDefinition", Kind.CUSTOM_FIELD),
    ("customerGroup", Kind.GROUP),
    ("customerImport", Kind.IMPORT),
    ("customerExportCreate", Kind.CUSTOMER),
    ("customerExport", Kind.EXPORT),
    ("job", Kind.IMPORT),
    ("paymentRequest", Kind.PAYMENT_REQUEST),
    ("payment", Kind.PAYMENT),
    ("group", Kind.GROUP),
    ("customer", Kind.CUSTOMER),
    ("node", Kind.CUSTOMER),
)

# Of an input in which nothing is required by itself, the one member that is enough.
_ENOUGH = {
    "CustomerInput": "firstName",
    "CustomerSelector": "ids",
    "CustomerWhereInput": "name",
    "PaymentWhereInput": "currency",
    "PaymentRequestWhereInput": "currency",
    "ImportSourceInput": "file",
}
# Arguments that can be left out, and then name what there is not.
_NAMING = {"id"}
# Arguments that one kind of what is named needs.
_OFTEN_NEEDED = {"provider", "amount"}
# The digest of the plan or preflight that an import or batch has which waits.
PLAN_DIGEST = "0" * 64
# The key of a custom field that is there, where one is named.
FIELD_KEY = "shoe_size"
_KEYS_OF_FIELDS = (("CustomFieldInput", "key"), ("CustomFieldFilterInput", "key"))


class File:
    """Stands in the variables where a part of a multipart form belongs."""

    content = b"Vorname;Mobiltelefon\nAda;+491701234567\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: each step from the argument on with its type, and all names around it."""

    steps: tuple[tuple[str, GraphQLInputType], ...]
    around: tuple[str, ...]

    @classmethod
    def of_argument(cls, root: RootField, name: str) -> "Place":
        return cls(((name, root.definition.args[name].type),), (root.name, name))

    def inside(self, owner: GraphQLInputObjectType, name: str) -> "Place":
        return Place((*self.steps, (name, owner.fields[name].type)), (*self.around, owner.name, name))

    @property
    def type(self) -> GraphQLInputType:
        return self.steps[-1][1]

    @property
    def is_list(self) -> bool:
        return isinstance(get_nullable_type(self.type), GraphQLList)

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
        if is_required_argument(argument) or name in _NAMING | _OFTEN_NEEDED
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
        case "String" if place.around[-2:] in _KEYS_OF_FIELDS:
            return FIELD_KEY
        case "String" if place.around[-1] in ("planDigest", "preflightDigest"):
            return PLAN_DIGEST
        case "String" if place.around[-2:] == ("TemplateVariantInput", "body"):
            return f"text_{next(_NUMBERS)} {{{{url}}}}"
        case "String" if place.around[-1] == "topics":
            return "payment.*"
        case "URL":
            return "https://shop.example/events"
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


def places(root: RootField) -> Iterator[Place]:
    """Yield each place beneath the arguments of a field; an input that contains itself is entered once."""
    for name in root.definition.args:
        yield from _beneath(Place.of_argument(root, name), frozenset())


def _beneath(place: Place, within: frozenset[str]) -> Iterator[Place]:
    yield place
    inner = get_named_type(place.type)
    if isinstance(inner, GraphQLInputObjectType) and inner.name not in within:
        for name in inner.fields:
            yield from _beneath(place.inside(inner, name), within | {inner.name})


def with_value(least: Mapping[str, Any], place: Place, value: Any, ids: Mapping[Kind, str]) -> dict[str, Any]:
    """Return arguments with a value at a place; what is missing around it is as ordinary as can be."""
    changed: dict[str, Any] = copy.deepcopy(dict(least))
    held, passed = changed, Place((), place.around[:1])
    for name, type_ in place.steps[:-1]:
        passed = Place((*passed.steps, (name, type_)), (*passed.around, name))
        if held.get(name) is None:
            held[name] = ordinary(type_, passed, ids)
        held = held[name][0] if passed.is_list else held[name]
    held[place.steps[-1][0]] = value
    return changed
