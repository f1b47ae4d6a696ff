"""A sum of money is a whole number of minor units and a currency of ISO 4217; never a float."""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from babel.core import Locale as CldrLocale
from babel.numbers import NumberPattern
from iso4217 import Currency

from domain.errors import AmountInvalid, AmountOutOfRange, AmountTooPrecise, CurrencyUnknown

# What fits into Postgres' bigint.
MINOR_LIMIT = 2**63 - 1

# Code -> decimals, from ISO's own list: CLDR's differs for 13 currencies. What has no decimals there
# (gold, test codes) is nothing to pay in.
CURRENCIES: Mapping[str, int] = MappingProxyType(
    {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}
)


_LETTER_BY_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units of `currency`: Money(1250, "EUR") is 12.50 €, Money(1250, "JPY") is 1250 ¥."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise CurrencyUnknown(currency=self.currency)
        if abs(self.minor) > MINOR_LIMIT:
            raise AmountOutOfRange(amount=self.minor, currency=self.currency)

    @property
    def amount(self) -> Decimal:
        """The sum in major units, exact, with all the decimals of its currency: `12.50`."""
        # By digits and not by division, so that no precision of a decimal context comes in.
        digits = tuple(map(int, str(abs(self.minor))))
        return Decimal((int(self.minor < 0), digits, -CURRENCIES[self.currency]))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


def money_of(amount: Decimal, currency: str) -> Money:
    """Return an amount in major units as money; nothing is ever rounded.

    Errors: CurrencyUnknown; AmountInvalid for NaN and infinities; AmountTooPrecise when there are more
            decimals than the currency has (zeros at the end don't count); AmountOutOfRange.
    """
    decimals = CURRENCIES.get(currency)
    if decimals is None:
        raise CurrencyUnknown(currency=currency)
    if not amount.is_finite():
        raise AmountInvalid(amount=amount)
    # Before any arithmetic: 1E+999999 is a valid Decimal and takes a megabyte as a whole number.
    if amount and amount.adjusted() + decimals > len(str(MINOR_LIMIT)):
        raise AmountOutOfRange(amount=amount, currency=currency)
    return Money(_minor(amount, currency, decimals), currency)


def format_money(money: Money, locale_tag: str, *, by_code: bool = False) -> str:
    """Return a sum as people of a locale write it: `12,50 €` for de-DE; decimals are always ISO's.

    `locale_tag` is normalised (domain.locale.normalise_locale). `by_code` writes `12,50 EUR`.
    """
    locale, pattern = _pattern(locale_tag, CURRENCIES[money.currency], by_code)
    written = pattern.apply(money.amount, locale, currency=money.currency, currency_digits=False)
    # CLDR's currency spacing, which Babel leaves out: KWD 1.234, not KWD1.234.
    return _LETTER_BY_DIGIT.sub("\N{NO-BREAK SPACE}", written)


def _minor(amount: Decimal, currency: str, decimals: int) -> int:
    sign, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)
    shift = exponent + decimals
    if shift < 0:
        # Digits are cut and not divided off: an exponent can be longer than any number we would count with.
        if any(digits[shift:]):
            raise AmountTooPrecise(amount=amount, currency=currency, decimals=decimals)
        digits, shift = digits[:shift], 0
    whole = int("".join(map(str, digits)) or "0")
    minor: int = whole * 10**shift if whole else 0
    return -minor if sign else minor


@lru_cache(maxsize=256)
def _pattern(locale_tag: str, decimals: int, by_code: bool) -> tuple[CldrLocale, NumberPattern]:
    locale = CldrLocale.parse(locale_tag, sep="-")
    pattern = copy(locale.currency_formats["standard"])  # Babel shares the original with everybody
    pattern.frac_prec = (decimals, decimals)
    if by_code:  # CLDR: one sign stands for the symbol, two for the code
        pattern.prefix = tuple(part.replace("¤", "¤¤") for part in pattern.prefix)
        pattern.suffix = tuple(part.replace("¤", "¤¤") for part in pattern.suffix)
    return locale, pattern
