"""The text of a cell becomes a locale, a country, or the value of a merchant's own field."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from uuid import UUID

from domain.columns import CustomColumn
from domain.country_names import find_country
from domain.custom_field import CustomFieldType
from domain.errors import Failure, LocaleUnknown, OptionUnknown, TooLong
from domain.field_value import FieldValue, field_value
from domain.ids import Kind, decode
from domain.issues import CellType, ImportIssueCode, IssueSeverity
from domain.locale import normalise_locale
from domain.names import fold
from importers.cells import Cell
from importers.findings import Finding
from importers.written_dates import read_date
from importers.written_numbers import plain_number

Findings = tuple[Finding, ...]

_TRUE = frozenset({"true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "yes", "y"})
_FALSE = frozenset({"false", "0", "nein", "n", "falsch", "non", "faux", "no"})
_LANGUAGES = {
    **dict.fromkeys(("deutsch", "german", "allemand"), "de"),
    **dict.fromkeys(("franzosisch", "french", "francais"), "fr"),
    **dict.fromkeys(("englisch", "english", "anglais"), "en"),
    **dict.fromkeys(("italienisch", "italian", "italien", "italiano"), "it"),
}


@lru_cache(maxsize=1024)
def read_locale(text: str) -> tuple[str | None, Findings]:
    """Return the locale that a tag, or a language's name in German, French or English, means."""
    try:
        return _LANGUAGES.get(fold(text)) or normalise_locale(text), ()
    except LocaleUnknown:
        return None, (_mismatch(CellType.LOCALE),)


@lru_cache(maxsize=1024)
def read_country_cell(text: str) -> tuple[str | None, Findings]:
    """Return the country that a code, or a name in German, French or English, means."""
    country = find_country(text)
    return country, () if country else (_mismatch(CellType.COUNTRY),)


def read_kontor_id(text: str) -> tuple[UUID | None, Findings]:
    """Return the id of the customer whose row of an export it was."""
    customer_id = decode(text, Kind.CUSTOMER)
    return customer_id, () if customer_id else (_mismatch(CellType.KONTOR_ID),)


def read_custom_value(
    column: CustomColumn, cell: Cell, text: str, region: str, decimal_sign: str | None = None
) -> tuple[FieldValue | None, Findings]:
    """Return the value of a merchant's own field, as `field_value` keeps it; `text` is the cell's.

    `decimal_sign` is the one of the file, where its numbers tell.
    """
    if column.type is CustomFieldType.DATE:
        return _read_date(text, region)
    # What a workbook has as a number has a point, wherever it was written.
    is_written = isinstance(cell, str) or column.type is CustomFieldType.BOOLEAN
    prepare = _PREPARED.get(column.type)
    given = prepare(text, region, decimal_sign) if prepare and is_written else text
    try:
        return field_value(column.type, column.options, given, region), ()
    except OptionUnknown:
        options = list(column.options)
        return None, (Finding(ImportIssueCode.OPTION_UNKNOWN, facts={"options": options}),)
    except TooLong as failure:
        return None, (Finding(ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts=failure.facts),)
    except Failure:
        return None, (_mismatch(column.type),)


def _read_date(text: str, region: str) -> tuple[FieldValue | None, Findings]:
    day, ambiguous = read_date(text, region)
    if day is None:
        return None, (_mismatch(CustomFieldType.DATE),)
    doubt = Finding(ImportIssueCode.DATE_AMBIGUOUS, suggestion=day.isoformat())
    return day.isoformat(), (doubt,) if ambiguous else ()


def _read_boolean(text: str, region: str, sign: str | None) -> str:
    word = fold(text)
    return "true" if word in _TRUE else "false" if word in _FALSE else text


def _read_integer(text: str, region: str, sign: str | None) -> str:
    number = plain_number(text, region, sign)
    whole, _, fraction = number.partition(".")
    return whole if not fraction.strip("0") else number


def _mismatch(type: CellType | CustomFieldType) -> Finding:
    return Finding(ImportIssueCode.TYPE_MISMATCH, facts={"type": type.value})


_PREPARED: Mapping[CustomFieldType, Callable[[str, str, str | None], str]] = {
    CustomFieldType.BOOLEAN: _read_boolean,
    CustomFieldType.INTEGER: _read_integer,
    CustomFieldType.DECIMAL: plain_number,
}
