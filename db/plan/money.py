"""Money in SQL: minor units become the exact decimal text of their currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, func, literal_column

from db.plan.build import Build, Node
from db.plan.json import JsonObject, NeverNull, Word, text_literal
from db.plan.nodes import expression
from db.plan.selection import Field
from domain.caller import Caller
from domain.locale import normalise_locale
from domain.money import CURRENCIES, Money, format_money

_USUAL_DECIMALS = 2
# Asked first, so that most amounts need no look at the long lists.
_MOST_OFTEN = ("EUR", "CHF", "GBP", "USD")


@dataclass(frozen=True, slots=True)
class MoneyColumns:
    """Represents an amount: the expressions for its minor units and for its currency."""

    minor: ColumnElement[Any]
    currency: ColumnElement[Any]


def amount_text(money: MoneyColumns) -> ColumnElement[Any]:
    """Return the amount in major units with all decimals of its currency, e.g. `12.50`."""
    unusual = sorted({decimals for decimals in CURRENCIES.values() if decimals != _USUAL_DECIMALS})
    usual = _shifted(money.minor, _USUAL_DECIMALS)
    text = case(
        (_one_of(money.currency, _MOST_OFTEN), usual),
        *((_of_decimals(money.currency, decimals), _shifted(money.minor, decimals)) for decimals in unusual),
        else_=usual,
    )
    return NeverNull(text, Word())


def _of_decimals(currency: ColumnElement[Any], decimals: int) -> ColumnElement[bool]:
    return _one_of(currency, [code for code, own in CURRENCIES.items() if own == decimals])


def _one_of(currency: ColumnElement[Any], codes: Iterable[str]) -> ColumnElement[bool]:
    return currency.in_([literal_column(f"'{code}'") for code in codes])


def _shifted(minor: ColumnElement[Any], decimals: int) -> ColumnElement[Any]:
    """Set the decimal point by whole numbers, which is faster than numeric; amounts are never negative."""
    if decimals == 0:
        return cast(minor, Text)
    unit = literal_column(str(10**decimals), BigInteger())
    rest = func.lpad(cast(minor % unit, Text), literal_column(str(decimals)), text_literal("0"))
    return cast(minor // unit, Text).concat(text_literal(".")).concat(rest)


def _formatted(build: Build, money: MoneyColumns, field: Field) -> ColumnElement[Any]:
    """Babel words amounts, so SQL hands out what it needs: minor units, currency, locale asked for."""
    asked = build.bind(field.arguments.get("locale"), Text(), _locale_tag, field=field)
    return build.compute(
        JsonObject([("minor", money.minor), ("currency", money.currency), ("locale", asked)]), _words
    )


def _locale_tag(value: Any, caller: Caller) -> str:
    return caller.locale if value is None else normalise_locale(value)


def _words(inputs: Any, caller: Caller) -> str:
    del caller
    return format_money(Money(inputs["minor"], inputs["currency"]), inputs["locale"])


MONEY: dict[str, Node] = {
    "amount": expression(amount_text),
    "currency": expression(lambda money: NeverNull(money.currency, Word())),
    "formatted": _formatted,
}
