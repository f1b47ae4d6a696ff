"""A decimal is exact: what can't be known to the last digit is refused."""

import re
from decimal import Decimal

from graphql import FloatValueNode, IntValueNode, StringValueNode

from schema.scalars.definition import text_scalar

DIGITS_LIMIT = 40
# A double gives back any decimal of so many significant digits as it was written, and no more.
EXACT_DOUBLE_DIGITS = 15

_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?", re.ASCII)


def _read(value: object) -> Decimal:
    number = _number(value)
    _sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError  # NaN and Infinity
    if max(len(digits) + max(exponent, 0), -exponent) > DIGITS_LIMIT:
        raise ValueError
    return number


def _number(value: object) -> Decimal:
    match value:
        case bool():
            raise ValueError
        case int() | Decimal():
            return Decimal(value)
        case float():
            return _from_double(value)
        case str() if _NUMBER.fullmatch(value):
            return Decimal(value)
        case _:
            raise ValueError


def _from_double(value: float) -> Decimal:
    number = Decimal(repr(value))
    if len(number.as_tuple().digits) > EXACT_DOUBLE_DIGITS:
        raise ValueError
    return number


def _write(number: Decimal) -> str:
    return format(number, "f")


DECIMAL = text_scalar(
    "Decimal",
    description=(
        "An exact decimal number of at most 40 digits. Given as a string or a number, answered as a string. "
        "A number in a variable may have 15 significant digits, because JSON readers keep no more."
    ),
    specified_by_url="https://www.w3.org/TR/xmlschema11-2/#decimal",
    expected='an exact decimal number of at most 40 digits, such as "12.50"',
    parse=_read,
    serialise=_write,
    literals=(StringValueNode, IntValueNode, FloatValueNode),
)
