"""What a group of customers may be called, when two names are one, and what to do about a move."""

import re
from enum import StrEnum

from domain.errors import Required
from domain.names import fold
from domain.storable import misfit

NAME_LIMIT = 120
DESCRIPTION_LIMIT = 2000

_APART = re.compile(r"[\W_]+")


class GroupConflictPolicy(StrEnum):
    """What happens to a customer who is in another group: one customer has at most one."""

    MOVE = "MOVE"
    SKIP = "SKIP"
    FAIL = "FAIL"


def group_name(text: str) -> str:
    """Return a name as it is kept: trimmed, one space between words.

    Errors: Required, TooLong (over 120 characters), NulCharacter, LoneSurrogate.
    """
    name = " ".join(text.split())
    if not name:
        raise Required()
    if failure := misfit(name, NAME_LIMIT):
        raise failure
    return name


def group_description(text: str | None) -> str | None:
    """Return a description as it is kept, None when blank; same errors as a name, from 2,000 characters."""
    description = (text or "").strip()
    if failure := misfit(description, DESCRIPTION_LIMIT):
        raise failure
    return description or None


def group_key(name: str) -> str:
    """Return what names are compared by: `Stamm-Kunden`, `STAMMKUNDEN` and `Stamm  kunden` are one group.

    A name of punctuation only, such as `★`, is compared as it is.
    """
    folded = fold(name)
    return _APART.sub("", folded) or folded
