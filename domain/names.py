"""How a customer is called, sorted and compared, whatever is known of them."""

import unicodedata
from functools import lru_cache

NAMELESS = "—"

# An index entry of Postgres holds 2,704 bytes; folding makes some characters longer than they were.
SORT_NAME_LIMIT = 200

# Signs that keyboards and word processors swap for ' and -.
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ´′", "'") | dict.fromkeys("‐‑‒–—−", "-"))

# Letters that Unicode does not take apart, and the signs again: ″ is taken apart to two of them.
_LETTERS = _SIGNS | str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
)


def fold(text: str) -> str:
    """Return a text as it is compared: without case, accents, ligatures, invisible signs and spare spaces.

    Shape: ß = ss, ü = u, æ = ae, ø = o; typographic apostrophes and dashes as on a keyboard; words parted
           by one space. Folding twice changes nothing.
    """
    return " ".join((text.lower() if text.isascii() else _without_accents(text)).split())


def display_name(
    first: str | None,
    last: str | None,
    company: str | None,
    email: str | None,
    phone: str | None,
) -> str:
    """Return what a list shows for a customer; never empty."""
    person = " ".join(part for part in (_clean(first), _clean(last)) if part)
    return person or _clean(company) or _clean(email) or _clean(phone) or NAMELESS


def sort_name(
    first: str | None,
    last: str | None,
    company: str | None,
    email: str | None,
    phone: str | None,
) -> str:
    """Return what a list is ordered by: the display name with the last name first, folded.

    Source: DIN 5007-1, which orders ü as u. Cut at 200 characters; empty when nothing is known.
    """
    person = [part for part in (_clean(last), _clean(first)) if part]
    # Part by part, because first and last names repeat more often than people do.
    known = person or [_clean(company) or _clean(email) or _clean(phone)]
    return " ".join(filter(None, map(fold, known)))[:SORT_NAME_LIMIT]


def _clean(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


@lru_cache(maxsize=16_384)  # names and towns repeat within a file of customers
def _without_accents(text: str) -> str:
    # Casefolding can make a composed letter anew, and taking apart a capital: hence before and after.
    # The signs come first of all, because an acute accent alone would be taken for a space.
    folded = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    return unicodedata.normalize("NFKD", folded).translate(_SPOKEN).casefold()


class _Spoken(dict[int, int | str | None]):
    """What becomes of each sign of a text that is taken apart; None for those that nobody says."""

    def __missing__(self, sign: int) -> int | None:
        heard = self[sign] = None if _is_silent(chr(sign)) else sign
        return heard


_SPOKEN = _Spoken(_LETTERS)


def _is_silent(sign: str) -> bool:
    return not sign.isascii() and (unicodedata.combining(sign) != 0 or unicodedata.category(sign) == "Cf")
