"""Money in SQL: minor units become the exact decimal text of their currency."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Numeric, Text, case, cast, func, literal_column

from db.plan.build import Build, Node
from db.plan.json import JsonObject, text_literal
from db.plan.nodes import expression
from db.plan.selection import Field
from domain.caller import Caller
from domain.locale import normalise_locale
from domain.money import CURRENCIES, Money, format_money

_USUAL_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class MoneyColumns:
    """Represents an amount: the expressions for its minor units and for its currency."""

    minor: ColumnElement[Any]
    currency: ColumnElement[Any]


def amount_text(money: MoneyColumns) -> ColumnElement[Any]:
    """Return the amount in major units with all decimals of its currency, e.g. `12.50`."""
    unusual = sorted({decimals for decimals in CURRENCIES.values() if decimals != _USUAL_DECIMALS})
    return case(
        *((_is_of(money.currency, decimals), _shifted(money.minor, decimals)) for decimals in unusual),
        else_=_shifted(money.minor, _USUAL_DECIMALS),
    )


def _is_of(currency: ColumnElement[Any], decimals: int) -> ColumnElement[bool]:
    return currency.in_([text_literal(code) for code, own in CURRENCIES.items() if own == decimals])


def _shifted(minor: ColumnElement[Any], decimals: int) -> ColumnElement[Any]:
    if decimals == 0:
        return cast(minor, Text)
    major = cast(minor, Numeric) / literal_column(str(10**decimals))
    return cast(func.round(major, literal_column(str(decimals))), Text)


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
    "currency": expression(lambda money: money.currency),
    "formatted": _formatted,
}
