"""How one fact is shown within a sentence: a number, a size, money, a list, or whatever somebody typed."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from types import MappingProxyType

from babel.core import Locale as CldrLocale
from babel.lists import format_list
from babel.numbers import format_decimal

from domain.locale import Locale
from domain.money import Money, format_money

SHOWN_CHARACTERS = 100
SHOWN_ENTRIES = 10

# A message goes into logs, terminals and pages: what steers those, or can't be written at all, is shown as �.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def worded(fact: object, spec: str, locale: Locale, marks: Mapping[str, str]) -> str:
    """Return a fact as a sentence shows it, by its spec; a fact of another type is shown as it is.

    `marks` hold a language's quotation marks (`quoted`) and units of 1024 bytes (`units`).
    """
    word = _SPECS.get(spec)
    if word is None:
        raise ValueError(f"no such spec: {spec}")
    return word(fact, locale, marks)


def counted(fact: object, forms: Mapping[str, str], locale: Locale) -> str:
    """Return a number with its noun: `1 row`, `1,200 rows`; what is no number is shown as if it were many.

    `forms` hold `{}` and the noun by CLDR's plural category, at least by `other`: what has no form
    of its own, such as a million in French, has that one.
    """
    category = CldrLocale(locale.value).plural_form(fact) if isinstance(fact, int) else "other"
    return forms.get(category, forms["other"]).replace("{}", _number(fact, locale, {}))


def column_letters(column: int) -> str:
    """Return what a spreadsheet calls a column, from 0: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def shown(fact: object) -> str:
    """Return a fact as text that can be put anywhere: on one line, at most 100 characters."""
    text = fact if isinstance(fact, str) else str(fact)
    clean = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text[: SHOWN_CHARACTERS + 1])
    return clean if len(clean) <= SHOWN_CHARACTERS else clean[:SHOWN_CHARACTERS] + "…"


def _plain(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    return shown(fact)


def _number(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    if not isinstance(fact, int | Decimal) or not _is_writable(fact):
        return shown(fact)
    written: str = format_decimal(fact, locale=locale.value, decimal_quantization=False)
    return written


def _is_writable(number: int | Decimal) -> bool:
    # 1E+999999 is a number that nobody wants to read in full.
    if isinstance(number, int):
        return abs(number) < 10**30
    return number.is_finite() and -30 < number.adjusted() < 30 and len(number.as_tuple().digits) <= 30


def _size(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    if not isinstance(fact, int):
        return shown(fact)
    size, units = Decimal(fact), marks["units"].split()
    while size >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    written: str = format_decimal(round(size, 1), locale=locale.value)
    return f"{written}\N{NO-BREAK SPACE}{units[0]}"


def _money(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    return format_money(fact, locale.value) if isinstance(fact, Money) else shown(fact)


def _country(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    names: Mapping[str, str] = CldrLocale(locale.value).territories
    return names.get(str(fact)) or shown(fact)


def _column(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    return column_letters(fact) if isinstance(fact, int) else shown(fact)


def _count(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    if isinstance(fact, Collection) and not isinstance(fact, str):
        fact = len(fact)
    return _number(fact, locale, marks)


def _list(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    if isinstance(fact, str) or not isinstance(fact, Collection):
        return shown(fact)
    entries = [marks["quoted"].replace("{}", shown(entry)) for entry in list(fact)[:SHOWN_ENTRIES]]
    return ", ".join(entries) + (" …" if len(fact) > SHOWN_ENTRIES else "")


def _series(fact: object, locale: Locale, marks: Mapping[str, str]) -> str:
    """Show words of ours, of which there are few, as people count them up: `name, phone and email`."""
    if isinstance(fact, str) or not isinstance(fact, Collection):
        return shown(fact)
    written: str = format_list([shown(entry) for entry in fact], locale=locale.value)
    return written


_SPECS: Mapping[str, Callable[[object, Locale, Mapping[str, str]], str]] = MappingProxyType(
    {
        "": _plain,
        "number": _number,
        "size": _size,
        "money": _money,
        "country": _country,
        "column": _column,
        "count": _count,
        "list": _list,
        "series": _series,
    }
)
