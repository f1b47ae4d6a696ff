"""Which language a reader is spoken to in, and which locale tags are taken."""

from collections.abc import Iterator
from enum import StrEnum

from babel.core import Locale as CldrLocale
from babel.core import UnknownLocaleError, parse_locale

from domain.errors import LocaleUnknown


class Locale(StrEnum):
    """The languages in which everything can be said; equals, in no order of rank."""

    DE = "de"
    FR = "fr"
    EN = "en"


def language_of(tag: str) -> Locale | None:
    """Return our language of a tag such as `de-CH` or `fr_FR`, or None when it is another."""
    language = tag.strip().replace("_", "-").partition("-")[0].lower()
    return Locale(language) if language in _LANGUAGES else None


def negotiate(accept_language: str | None, fallback: Locale) -> Locale:
    """Return the language that a client likes best among ours; `fallback` when it names none.

    Source: RFC 9110, 12.5.4 and 12.4.2. `*` stands for the fallback; what can't be read is passed over.
    """
    best, best_quality = fallback, 0.0
    for tag, quality in _ranges(accept_language or ""):
        language = fallback if tag == "*" else language_of(tag)
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best


def normalise_locale(tag: str) -> str:
    """Return a tag as BCP 47 writes it: `DE_de` becomes `de-DE`, `zh-hant-tw` becomes `zh-Hant-TW`.

    Shape:  language, script and region; variants and extensions are dropped.
    Errors: LocaleUnknown for what CLDR does not know.
    """
    written = tag.strip().replace("_", "-")
    try:
        CldrLocale.parse(written, sep="-")
        language, territory, script, *_ = parse_locale(written, sep="-")
    except (ValueError, UnknownLocaleError):
        raise LocaleUnknown(value=tag) from None
    return "-".join(part for part in (language, script, territory) if part)


def _ranges(accept_language: str) -> Iterator[tuple[str, float]]:
    for item in accept_language.split(","):
        tag, *parameters = (part.strip() for part in item.split(";"))
        quality = _quality(parameters)
        if tag and quality is not None:
            yield tag, quality


def _quality(parameters: list[str]) -> float | None:
    if not parameters:
        return 1.0
    name, _, value = parameters[0].partition("=")
    try:
        quality = float(value)
    except ValueError:
        return None
    # A comparison that NaN fails; RFC 9110 knows nothing outside 0..1.
    return quality if name.strip().lower() == "q" and 0 <= quality <= 1 else None


_LANGUAGES = frozenset(Locale)
