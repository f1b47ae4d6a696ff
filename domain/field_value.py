"""Which value fits the type of a custom field, and how it is kept so that equal values are equal JSON."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import urlsplit

from domain.custom_field import CustomFieldType
from domain.email import normalise_email
from domain.errors import EmailInvalid, FieldTypeMismatch, OptionUnknown
from domain.names import fold
from domain.phone import read_phone
from domain.storable import misfit

TEXT_LIMIT = 2000

# JSON as JavaScript reads it counts exactly up to here.
INTEGER_LIMIT = 2**53 - 1

# Enough for any measure; 1E+999999 would take a megabyte to write out.
DECIMAL_DIGITS = 100

FieldValue = str | int | bool

# A double gives back so many digits as they were written; of more, some may be lost already.
DOUBLE_DIGITS = 15

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,16}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_BOOLEANS = {"true": True, "false": False}


def field_value(
    type: CustomFieldType, options: Sequence[str], value: object, region: str = ""
) -> FieldValue | None:
    """Return a JSON value as it is kept; None for null and for a blank text, which say "no value".

    Shape:  DECIMAL is a string, exact and without spare zeros; DATE is `2026-03-01`; SELECT is the option
            as it was defined, found without regard to case and accents; PHONE is E.164, read in `region`;
            EMAIL in lower case; the other types are what they say. Numbers are written with a point.
    Errors: OptionUnknown for SELECT; FieldTypeMismatch; TooLong, NulCharacter, LoneSurrogate for texts.
    """
    if isinstance(value, str):
        value = value.strip()
        if failure := misfit(value, TEXT_LIMIT):
            raise failure
    if value is None or value == "":
        return None
    if type is CustomFieldType.SELECT:
        return _option(options, value)
    kept = _phone(value, region) if type is CustomFieldType.PHONE else _READERS[type](value)
    if kept is None:
        raise FieldTypeMismatch(type=type, value=value)
    return kept


def _option(options: Sequence[str], value: object) -> str:
    wanted = fold(value) if isinstance(value, str) else None
    for option in options:
        if fold(option) == wanted:
            return option
    raise OptionUnknown(value=value, options=tuple(options))


def _phone(value: object, region: str) -> str | None:
    return read_phone(value, region).e164 if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    match value:
        case bool():  # to Python, True is 1
            return None
        case int():
            number = value
        case float() if value.is_integer():
            number = int(value)
        case str() if _INTEGER.fullmatch(value):
            number = int(value)
        case _:
            return None
    return number if abs(number) <= INTEGER_LIMIT else None


def _decimal(value: object) -> str | None:
    written = _written(value)
    if written is None or not _DECIMAL.fullmatch(written):
        return None
    number = Decimal(written)
    if not number:
        return "0"
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    # As it is kept, a number must be one that can be given again.
    if len(digits) + max(exponent, 0) > DECIMAL_DIGITS or -exponent > DECIMAL_DIGITS:
        return None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _written(value: object) -> str | None:
    match value:
        case bool():
            return None
        case float() if len(Decimal(repr(value)).as_tuple().digits) > DOUBLE_DIGITS:
            return None
        case int() | float():
            return repr(value)  # of a float the shortest text that means it: 0.1 stays 0.1
        case str():
            return value
        case _:
            return None


def _date(value: object) -> str | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else _BOOLEANS.get(str(value).lower())


def _email(value: object) -> str | None:
    try:
        return normalise_email(value) if isinstance(value, str) else None
    except EmailInvalid:
        return None


def _url(value: object) -> str | None:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        return None
    try:
        return value if urlsplit(value).hostname else None
    except ValueError:
        return None


_READERS: Mapping[CustomFieldType, Callable[[object], FieldValue | None]] = MappingProxyType(
    {
        CustomFieldType.TEXT: _text,
        CustomFieldType.INTEGER: _integer,
        CustomFieldType.DECIMAL: _decimal,
        CustomFieldType.DATE: _date,
        CustomFieldType.BOOLEAN: _boolean,
        CustomFieldType.EMAIL: _email,
        CustomFieldType.URL: _url,
    }
)
