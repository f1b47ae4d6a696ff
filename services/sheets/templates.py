"""The import template as a file: our columns, a merchant's groups and own fields, and examples."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from domain.columns import ColumnKey, CustomColumn
from domain.errors import Invalid
from domain.examples import EXAMPLES
from domain.file_format import FileFormat
from domain.locale import Locale
from services.sheets.csv_sheet import write_csv
from services.sheets.sheet import Sheet, SheetRow, customer_sheet
from services.sheets.xls_sheet import write_xls
from services.sheets.xlsx_sheet import write_xlsx

_WRITERS: dict[FileFormat, Callable[[Sheet, Iterable[SheetRow], BinaryIO], None]] = {
    FileFormat.CSV: write_csv,
    FileFormat.XLS: write_xls,
    FileFormat.XLSX: write_xlsx,
}
MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLS: "application/vnd.ms-excel",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_template(
    format: FileFormat,
    locale: Locale,
    groups: Sequence[str] = (),
    custom: tuple[CustomColumn, ...] = (),
    *,
    with_examples: bool = True,
) -> bytes:
    """Return the template; its example rows are skipped when it comes back.

    Errors: Invalid for a format that nobody here writes (ODS).
    """
    sheet = customer_sheet(locale, groups, custom)
    return write_sheet(format, sheet, _examples(sheet) if with_examples else ())


def write_sheet(format: FileFormat, sheet: Sheet, rows: Iterable[SheetRow]) -> bytes:
    """Return a sheet with rows of as many texts as it has columns. Errors: Invalid, TooManyRows (XLS)."""
    if format not in _WRITERS:
        raise Invalid(field=("format",))
    out = io.BytesIO()
    _WRITERS[format](sheet, rows, out)
    return out.getvalue()


def _examples(sheet: Sheet) -> Iterator[SheetRow]:
    for example in EXAMPLES[sheet.locale]:
        yield [
            example.get(column.target, "") if isinstance(column.target, ColumnKey) else ""
            for column in sheet.columns
        ]
