"""A customer becomes the cells of a sheet, each in a form that an import reads as the same value again."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import orjson

from db.connect import Record
from domain.columns import ColumnKey
from domain.custom_field import CustomFieldType
from domain.field_value import FieldValue
from domain.group_cell import group_cell
from domain.ids import Kind, encode
from domain.locale import Locale
from domain.visible import visible
from services.imports.columns import OwnField
from services.sheets.sheet import SheetRow

_KEYS = tuple(ColumnKey)
_GROUP = _KEYS.index(ColumnKey.GROUP)
_KONTOR_ID = _KEYS.index(ColumnKey.KONTOR_ID)
assert len(_KEYS) - 1 == _KONTOR_ID, "the merchant's own fields stand between it and the others"

_YES_NO = {Locale.DE: ("ja", "nein"), Locale.FR: ("oui", "non"), Locale.EN: ("yes", "no")}
# 1.234 and 1,234 are a thousand and more in one country, and one and a bit in another.
_LIKE_THOUSANDS = re.compile(r"[+-]?\d{1,3}\.\d{3}")


class CellWriter:
    """Writes the rows of db.plan.exporting as those of a sheet with ids, in its language."""

    def __init__(self, locale: Locale, own: Sequence[OwnField]) -> None:
        self._own = [(field.id, _WRITERS[field.column.type](locale)) for field in own]

    def row(self, record: Record) -> SheetRow:
        """Return the cells of one customer."""
        *values, customer_id, custom_fields = record
        cells = [visible(value) if value else "" for value in values]
        if cells[_GROUP]:
            cells[_GROUP] = group_cell(cells[_GROUP])
        return [*cells, *self._custom_cells(custom_fields), encode(Kind.CUSTOMER, customer_id)]

    def _custom_cells(self, custom_fields: str) -> Sequence[str]:
        if custom_fields == "{}":
            return [""] * len(self._own)
        values: Mapping[str, Any] = orjson.loads(custom_fields)
        return [write(values[key]) if key in values else "" for key, write in self._own]


Write = Callable[[FieldValue], str]


def _text(_locale: Locale) -> Write:
    return lambda value: visible(str(value))


def _boolean(locale: Locale) -> Write:
    yes, no = _YES_NO[locale]
    return lambda value: yes if value else no


def _date(locale: Locale) -> Write:
    # With points it is read day first everywhere; with slashes, 05/06 is two days, so that French and
    # English keep the form of ISO.
    if locale is not Locale.DE:
        return str
    return lambda value: f"{date.fromisoformat(str(value)):%d.%m.}{str(value)[:4]}"


def _decimal(locale: Locale) -> Write:
    def write(value: FieldValue) -> str:
        text = str(value)
        if _LIKE_THOUSANDS.fullmatch(text):
            text += "0"  # says that there are decimals, in any country
        return text if locale is Locale.EN else text.replace(".", ",")

    return write


_WRITERS: Mapping[CustomFieldType, Callable[[Locale], Write]] = MappingProxyType(
    {
        **dict.fromkeys(CustomFieldType, _text),
        CustomFieldType.BOOLEAN: _boolean,
        CustomFieldType.DATE: _date,
        CustomFieldType.DECIMAL: _decimal,
    }
)
