"""What a customer sheet looks like in a language, whatever the format it is written in."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.columns import ColumnKey, CustomColumn, Target, header_of
from domain.group_cell import group_cell
from domain.locale import Locale
from domain.visible import visible

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


def customer_sheet(
    locale: Locale, groups: Sequence[str], custom: tuple[CustomColumn, ...], *, with_ids: bool = False
) -> Sheet:
    """Return the sheet of a merchant with these groups and own fields, which come last.

    With ids, as an export has them, one more column tells which customer a row is.
    """
    words = _words(locale)
    choices = {ColumnKey.GROUP: tuple(group_cell(visible(name)) for name in groups)}
    *standard, kontor_id = (
        SheetColumn(key, header_of(key, locale), words["hints"][key.value], choices.get(key, ()))
        for key in ColumnKey
    )
    own = (
        SheetColumn(field, visible(header_of(field, locale, custom)), words["own_field"], field.options)
        for field in custom
    )
    return Sheet(
        locale, words["title"], words["lists"], (*standard, *own, *([kontor_id] if with_ids else []))
    )


@cache
def _words(locale: Locale) -> Mapping[str, Any]:
    return tomllib.loads((_WORDS / f"{locale.value}.toml").read_text("utf-8"))
