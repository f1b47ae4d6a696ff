"""What a merchant's own field may be called, and which type and options it has."""

import re
from collections.abc import Sequence
from enum import StrEnum

from domain.errors import FieldKeyInvalid, OptionsInvalid, Required, TooManyItems
from domain.names import fold
from domain.storable import misfit

LABEL_LIMIT = 120
OPTION_LIMIT = 200
OPTION_COUNT_LIMIT = 200

_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")


class CustomFieldType(StrEnum):
    """What a field holds; it never changes, because its values would no longer fit."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    DECIMAL = "DECIMAL"
    DATE = "DATE"
    BOOLEAN = "BOOLEAN"
    SELECT = "SELECT"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    URL = "URL"


def field_key(text: str) -> str:
    """Return a key as it is; FieldKeyInvalid unless it is a letter a-z and up to 62 of a-z, 0-9 and _."""
    if _KEY.fullmatch(text) is None:
        raise FieldKeyInvalid(key=text)
    return text


def field_label(text: str) -> str:
    """Return a label as it is kept: trimmed, one space between words.

    Errors: Required, TooLong (over 120 characters), NulCharacter, LoneSurrogate.
    """
    return _short_text(text, LABEL_LIMIT)


def field_options(type: CustomFieldType, options: Sequence[str]) -> tuple[str, ...]:
    """Return the options as they are kept, in their order.

    Errors: OptionsInvalid unless a SELECT has some, each once, and every other type none; TooManyItems over
            200; Required, TooLong, NulCharacter, LoneSurrogate at the index of an option.
    """
    if bool(options) is not (type is CustomFieldType.SELECT):
        raise OptionsInvalid()
    if len(options) > OPTION_COUNT_LIMIT:
        raise TooManyItems(limit=OPTION_COUNT_LIMIT, count=len(options))
    kept = tuple(_short_text(option, OPTION_LIMIT, index) for index, option in enumerate(options))
    # A cell that says "vip" must mean one option, so "VIP" and "Vip" can't be two.
    if len({fold(option) for option in kept}) < len(kept):
        raise OptionsInvalid()
    return kept


def _short_text(text: str, limit: int, *at: int) -> str:
    trimmed = " ".join(text.split())
    failure = misfit(trimmed, limit) if trimmed else Required()
    if failure:
        raise failure.at(*at)
    return trimmed
