"""Which texts Postgres can keep: all but those with U+0000 or half a UTF-16 pair."""

import re
from collections.abc import Mapping

from domain.errors import Failure, LoneSurrogate, NulCharacter, TooLong

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def unstorable(text: str) -> Failure | None:
    """Return why a text can't be stored, or None when it can."""
    found = _UNSTORABLE.search(text)
    if found is None:
        return None
    return NulCharacter() if found[0] == "\x00" else LoneSurrogate()


def require_storable(text: str) -> str:
    """Return the text as it is; raise NulCharacter or LoneSurrogate when it can't be stored."""
    if failure := unstorable(text):
        raise failure
    return text


def misfit(text: str, limit: int) -> Failure | None:
    """Return why a text does not fit a field of at most `limit` characters, or None when it does."""
    if len(text) > limit:
        return TooLong(limit=limit, length=len(text))
    return unstorable(text)


def misfits(texts: Mapping[str, str | None], limits: Mapping[str, int]) -> list[Failure]:
    """Return the misfit of each named text, at its name; a text without a limit of its name is a bug."""
    return [
        failure.at(name)
        for name, text in texts.items()
        if text is not None and (failure := misfit(text, limits[name]))
    ]
