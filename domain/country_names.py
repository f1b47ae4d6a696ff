"""The name or code of a country in three languages becomes its two letters of ISO 3166-1."""

from functools import cache

from babel.core import Locale as CldrLocale

from domain.countries import COUNTRIES
from domain.locale import Locale
from domain.names import fold
from domain.umlauts import collapse


def find_country(text: str) -> str | None:
    """Return the code of a country, `CH` for `Suisse`, `Schweiz`, `switzerland` or `ch`; None if unknown.

    Source: CLDR's names in German, French and English, and words that people use instead.
    """
    code = text.strip().upper()
    return code if code in COUNTRIES else _countries().get(_plain(text))


def _plain(text: str) -> str:
    return collapse(fold(text))


@cache
def _countries() -> dict[str, str]:
    names = {
        _plain(name): code
        for language in Locale
        for code, name in CldrLocale(language.value).territories.items()
        if code in COUNTRIES
    }
    return {**names, **_OTHER_WORDS}


_OTHER_WORDS = {
    "deu": "DE",
    "d": "DE",
    "brd": "DE",
    "bundesrepublik deutschland": "DE",
    "fra": "FR",
    "f": "FR",
    "aut": "AT",
    "a": "AT",
    "che": "CH",
    "gbr": "GB",
    "uk": "GB",
    "great britain": "GB",
    "grossbritannien": "GB",
    "grande-bretagne": "GB",
    "england": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "holland": "NL",
}
