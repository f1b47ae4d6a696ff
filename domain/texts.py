"""A code, a language and facts become the sentence that a person reads."""

import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.errors import Failure
from domain.issues import Issue, IssueSeverity
from domain.locale import Locale
from domain.wording import column_letters, counted, worded

_TEXTS = Path(__file__).parent.parent / "templates" / "texts"

# CLDR's categories, as far as German, French and English have words of their own for them.
_PLURAL_FORMS = ("one", "other")

# Facts whose value is a code of ours, or several, and the words for it: {kind} is "Die Telefonnummer".
_WORDS_OF = MappingProxyType(
    {
        "kind": "identity",
        "contact": "contact",
        "fields": "field",
        "blockers": "blocker",
        "channel": "channel",
        "messages": "messages",
        "type": "type",
        "option": "option",
        "state": "state",
        "target": "state",
        "phase": "state",
    }
)


def say(code: str, locale: Locale, /, **facts: object) -> str:
    """Return the sentence of a code, e.g. `say("group_name_taken", Locale.FR, name="VIP")`.

    Shape:  a bare code is one of section `errors`; others are named with theirs, as `requests.forbidden`.
    Errors: KeyError for an unknown code or a missing fact: a bug, not a failure. What a fact holds never
            matters: it is shown safely and cut short.
    """
    sentences = _sentences(locale)
    sentence = sentences[code if "." in code else f"errors.{code}"]
    return _Sentence(locale, sentences).vformat(sentence, (), facts)


def say_failure(failure: Failure, locale: Locale) -> str:
    """Return the sentence of an expected failure."""
    return say(failure.code, locale, **failure.facts)


def say_issue(issue: Issue, locale: Locale) -> str:
    """Return the sentence of a remark on a file, with its row, its column and what is suggested."""
    facts = {**issue.facts, "value": issue.raw_value or ""}
    # Filled in before it goes into the next sentence: a value with braces in it stays a value.
    sentence = say(f"import_issues.{issue.code}", locale, **facts)
    if issue.suggestion is not None:
        place = "taken_as" if issue.severity is IssueSeverity.FIXED else "suggested"
        sentence = _say_around(place, locale, sentence, suggestion=issue.suggestion)
    if issue.column is None:
        return _say_around("row", locale, sentence, row=issue.row)
    header = issue.header or column_letters(issue.column)
    return _say_around("cell", locale, sentence, row=issue.row, header=header)


def _say_around(place: str, locale: Locale, sentence: str, **facts: object) -> str:
    return say(f"places.{place}", locale, **facts, sentence=_Said(sentence))


class _Said(str):
    """A sentence that is finished: it is not cut and not cleaned again."""

    __slots__ = ()


class _Sentence(string.Formatter):
    """Fills a sentence; after the colon of a placeholder stands how its fact is worded: {limit:size}.

    That may be a noun of section `counted`, for a number with what it counts: {found:cells}.
    """

    def __init__(self, locale: Locale, sentences: Mapping[str, str]) -> None:
        self._locale = locale
        self._sentences = sentences

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        fact = kwargs[str(key)]
        words = _WORDS_OF.get(str(key))
        if words is None:
            return fact
        if isinstance(fact, list | tuple):
            return [self._word(words, one) for one in fact]
        return self._word(words, fact)

    def _word(self, words: str, code: object) -> object:
        return self._sentences.get(f"words.{words}.{code}", code)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, _Said):
            return value
        if f"counted.{format_spec}.other" in self._sentences:
            return counted(value, self._forms(format_spec), self._locale)
        return worded(value, format_spec, self._locale, self._marks())

    def _forms(self, noun: str) -> Mapping[str, str]:
        return {form: self._sentences[f"counted.{noun}.{form}"] for form in _PLURAL_FORMS}

    def _marks(self) -> Mapping[str, str]:
        return {name: self._sentences[f"marks.{name}"] for name in ("quoted", "units")}


@cache
def _sentences(locale: Locale) -> Mapping[str, str]:
    with (_TEXTS / f"{locale}.toml").open("rb") as file:
        return MappingProxyType(_flat(tomllib.load(file)))


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, str):
            flat[prefix + name] = value
        else:
            flat |= _flat(value, f"{prefix}{name}.")
    return flat
