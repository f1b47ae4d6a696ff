"""What somebody who means us no good sends where a value of a type belongs."""

from typing import Any

from graphql import GraphQLEnumType, GraphQLInputType, GraphQLList, get_named_type, get_nullable_type

from domain.ids import Kind, encode, new_id
from domain.paging import PAGE_SIZE_LIMIT

LONG_ID = "cus_" + "0" * 200_000
EMOJI = "🦊👩‍👩‍👧 é"

# JSON of every kind, for whatever is not written as it.
EVERY_KIND: tuple[Any, ...] = (None, True, 3, -1.5, "text", [], {}, [None], {"a" * 5_000: {"b": []}})

_TEXTS = ("", "   ", "\0", "a\0b", EMOJI, "%", "_\\", "' or 1=1 --", "\u202e\ufeff", "a" * 5_000, LONG_ID)
_NUMBERS = (0, -1, 250, PAGE_SIZE_LIMIT + 1, 2**31 - 1, -(2**31), 2**31, 2**63, 2**64, 1e300, "1", "")
_OF_TYPE: dict[str, tuple[Any, ...]] = {
    "String": _TEXTS,
    "ID": (
        *_TEXTS,
        *(encode(kind, new_id()) for kind in Kind),
        "cus_",
        f"CUS_{new_id()}",
        f"cus_{new_id().hex}",
        f" {encode(Kind.CUSTOMER, new_id())}",
        str(new_id()),
        7,
    ),
    "Int": _NUMBERS,
    "Decimal": (
        *("0", "-1", "-0", "NaN", "Infinity", "-Infinity", "1e400", "1e-40", "1e39", "9" * 40, "9" * 5_000),
        *("", "1,5", "0x10", "١", 0.1, 1e308, 2**64, 10**30, 92233720368547758.07, "92233720368547758.08"),
        *("0.001", "1e99", "1e-99", "1E+2"),
    ),
    "DateTime": (
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00Z"),
        *("9999-12-31T23:59:59.999999999Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z"),
        *("2026-01-01", "infinity", "now", "", "-4713-01-01T00:00:00Z", 1e18, "2026-06-30T23:59:60Z"),
        *("0001-01-01T00:00:00Z", "1900-01-01T00:00:00+23:59", "٢٠٢٦-01-01T00:00:00Z"),
    ),
    "CurrencyCode": ("", "EURO", "eur", "XXX", "XAU", "ZZZ", "€", "€€€", "🦊🦊🦊", "E\0R", "A" * 9_999),
    "CountryCode": ("", "DEU", "de", "ZZ", "XX", "🇩🇪", "D\0", "A" * 9_999),
    "Locale": ("", "xx-XX", "de_DE", "🦊", "de\0", "a" * 9_999, "i-klingon", "en-" * 3_000, "DE-de", "it"),
    "Boolean": ("true", 1, 0, ""),
    "JSON": (*EVERY_KIND, "\0", {"\0": "\0"}, [[[[[[]]]]]], 2**64, 1e300, EMOJI, "a" * 9_999, 2**53, -0.0),
    "Upload": (),
}
_OF_ENUM = ("", "NOPE", "__proto__", "active", "A" * 9_999)


def hostile_values(type_: GraphQLInputType) -> list[Any]:
    """Return values of every JSON type, and those of the right one that are wrong in themselves."""
    named = get_named_type(type_)
    inner: tuple[Any, ...]
    if isinstance(named, GraphQLEnumType):
        inner = (*named.values, *_OF_ENUM, *EVERY_KIND)
    else:
        inner = (*_OF_TYPE.get(named.name, ()), *EVERY_KIND)
    if not isinstance(get_nullable_type(type_), GraphQLList):
        return list(inner)
    return [*EVERY_KIND, *([value] for value in inner), *([inner[0]] * count for count in (2, 251, 1_001))]
