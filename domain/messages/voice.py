"""How amounts, days and numbers are written in a message: as people of its locale do, and plainly in an SMS.

One character that GSM-7 lacks more than halves what fits into an SMS, so none comes from us unless there is
no other way: spaces are plain, and where a symbol (`zł`) or a month (`août`) would cost that, the code or the
digits stand in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from domain.messages.words import words_of
from domain.money import Money, format_money
from domain.sms import is_gsm7
from domain.visible import with_plain_spaces

_APOSTROPHE: Mapping[int, str] = {ord("’"): "'"}  # parts thousands in Switzerland


@dataclass(frozen=True, slots=True)
class Voice:
    """`locale` is a normalised tag (domain.locale.normalise_locale); `plain` is for an SMS."""

    locale: str
    plain: bool

    def amount(self, money: Money) -> str:
        """Return a sum: `12,50 €`."""
        return _amount(money, self.locale, self.plain)

    def day(self, day: date) -> str:
        """Return a day: `24.12.2026`, `24 déc. 2026`."""
        return _day(day, self.locale, self.plain)

    def number(self, number: Decimal) -> str:
        """Return a number with all its decimals and no separators of thousands: it may name a contract."""
        written: str = format_decimal(
            number, locale=self.locale.replace("-", "_"), decimal_quantization=False, group_separator=False
        )
        return written

    def yes_or_no(self, answer: bool) -> str:
        """Return the word for yes or no."""
        return words_of(self.locale)["yes" if answer else "no"]


@lru_cache(maxsize=4_096)  # many are asked for the same sum
def _amount(money: Money, locale: str, plain: bool) -> str:
    natural = format_money(money, locale)
    if not plain:
        return natural
    by_symbol = _plain(natural)
    return by_symbol if is_gsm7(by_symbol) else _plain(format_money(money, locale, by_code=True))


@lru_cache(maxsize=1_024)
def _day(day: date, locale: str, plain: bool) -> str:
    cldr = locale.replace("-", "_")
    natural: str = format_date(day, "medium", cldr)
    if not plain:
        return natural
    plainly = _plain(natural)
    return plainly if is_gsm7(plainly) else _plain(format_date(day, "short", cldr))


def _plain(text: str) -> str:
    return with_plain_spaces(text).translate(_APOSTROPHE)
