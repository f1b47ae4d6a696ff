"""Sums of money: how they are told, and what many of them add up to."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from domain.locale import normalise_locale
from domain.money import CURRENCIES, Money, format_money
from tests.graphql.oracle.rows import Rows


def money(minor: int, currency: str) -> SimpleNamespace:
    """Return a sum as the source of its fields."""
    return SimpleNamespace(minor=minor, currency=currency)


def major(minor: int, currency: str) -> Decimal:
    """Return minor units in major ones, with all decimals of the currency."""
    return Decimal(minor).scaleb(-CURRENCIES[currency])


def sums(amounts: Iterable[tuple[int, str]]) -> list[SimpleNamespace]:
    """Return one sum a currency, in the order of their codes."""
    added: dict[str, int] = defaultdict(int)
    for minor, currency in amounts:
        added[currency] += minor
    return [money(minor, currency) for currency, minor in sorted(added.items())]


def _formatted(rows: Rows, source: Any, locale: str | None = None) -> str:
    tag = rows.caller.locale if locale is None else normalise_locale(locale)
    return format_money(Money(source.minor, source.currency), tag)


MONEY = {"amount": lambda _rows, source: major(source.minor, source.currency), "formatted": _formatted}
