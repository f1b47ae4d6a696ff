"""What a customer is found by: ü = ue = u, ß = ss, é = e, and any notation of a telephone number.

The stored text has up to three forms of each word: plain (ü is u), expanded (ü is ue) and collapsed (ue is
u). A word of a query is looked for plain and collapsed. Whatever of ü, ue and u stands on either side,
one of the forms meets; and as the plain form keeps every letter, each part of a word finds it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from domain.errors import TooLong
from domain.names import fold
from domain.phone import digits
from domain.storable import require_storable

QUERY_LIMIT = 200

_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_PHONE_SIGNS = re.compile(r"[\d+()/.\-\s]+")
_FEWEST_PHONE_DIGITS = 3


def search_text(parts: Iterable[str | None], phones: Iterable[str]) -> str:
    """Return the text in which a customer is looked for; empty when there is nothing to find.

    `parts` are names, addresses and references; `phones` come from domain.phone.digits_for_search.
    Shape: a space before each word, so that " mul" finds beginnings.
    """
    words: dict[str, None] = {}  # an ordered set
    for part in parts:
        if part and part.isascii():
            _add_forms(words, part.lower().split())
        elif part:
            words.update(_stored_forms(part))
    words.update(dict.fromkeys(phones))
    return " " + " ".join(words) if words else ""


def search_terms(query: str) -> list[list[str]]:
    """Return the words of a query, each as its alternatives.

    A customer matches when, for every word, at least one alternative is part of the stored text. A query of
    three digits and more, and signs as in telephone numbers, is one word: its digits without a leading + or
    00 and without the (0) after a country code, or the query itself, which may be a customer number.
    Errors: TooLong over 200 characters, NulCharacter, LoneSurrogate.
    """
    if len(query) > QUERY_LIMIT:
        raise TooLong(limit=QUERY_LIMIT, length=len(query))
    words = fold(require_storable(query)).split()
    dialled = _dialled(query)
    if dialled is not None:
        return [_distinct(dialled, *words) if len(words) == 1 else [dialled]]
    return [_distinct(word, _collapsed(word)) for word in words]


def _add_forms(forms: dict[str, None], words: Iterable[str]) -> None:
    for word in words:
        forms[word] = None
        if "e" in word:
            forms[_collapsed(word)] = None


@lru_cache(maxsize=16_384)  # names and towns repeat within a file of customers
def _stored_forms(part: str) -> dict[str, None]:
    """Return the forms of each word of a text, in order."""
    words = zip(fold(part).split(), _expanded(part), strict=True)
    return dict.fromkeys(form for word, longer in words for form in (word, longer, _collapsed(longer)))


def _expanded(part: str) -> list[str]:
    # Composed first, so that u with a combining diaeresis is the letter ü.
    return fold(unicodedata.normalize("NFC", part).translate(_EXPANDED)).split()


def _collapsed(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _dialled(query: str) -> str | None:
    written = "".join(sign for sign in query if unicodedata.category(sign) != "Cf")
    if _PHONE_SIGNS.fullmatch(written) is None:
        return None
    dialled = digits(_without_trunk(written))
    return dialled if len(dialled) >= _FEWEST_PHONE_DIGITS else None


def _without_trunk(written: str) -> str:
    """Drop the (0) of +49 (0)151, which nobody dials after a country code."""
    begins_abroad = written.strip().startswith(("+", "00"))
    return written.replace("(0)", "") if begins_abroad else written


def _distinct(*forms: str) -> list[str]:
    return list(dict.fromkeys(forms))
