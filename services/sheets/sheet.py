"""What a customer sheet looks like in a language, whatever the format it is written in."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.columns import ColumnKey, CustomColumn, Target, header_of
from domain.locale import Locale

_WORDS = Path(__file__).parents[2] / "templates" / "sheets"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its header, a hint for who fills it in, and the values to choose from, if they are few."""

    target: Target
    header: str
    hint: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a sheet. `title` names it, `lists_title` the sheet that holds the choices."""

    locale: Locale
    title: str
    lists_title: str
    columns: tuple[SheetColumn, ...]


SheetRow = Sequence[str]


def customer_sheet(locale: Locale, groups: Sequence[str], custom: tuple[CustomColumn, ...]) -> Sheet:
    """Return the sheet of a merchant with these groups and own fields; the latter come last."""
    words = _words(locale)
    standard = (
        SheetColumn(
            target=key,
            header=header_of(key, locale),
            hint=words["hints"][key.value],
            choices=tuple(groups) if key is ColumnKey.GROUP else (),
        )
        for key in ColumnKey
    )
    own = (
        SheetColumn(field, header_of(field, locale, custom), words["own_field"], field.options)
        for field in custom
    )
    return Sheet(locale, words["title"], words["lists"], (*standard, *own))


@cache
def _words(locale: Locale) -> Mapping[str, Any]:
    return tomllib.loads((_WORDS / f"{locale.value}.toml").read_text("utf-8"))
