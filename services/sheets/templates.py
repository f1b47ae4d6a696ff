"""The import template as a file: our columns, a merchant's groups and own fields, and examples."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from domain.columns import ColumnKey, CustomColumn
from domain.examples import EXAMPLES
from domain.file_format import FileFormat
from domain.locale import Locale
from services.sheets.sheet import Sheet, SheetRow, customer_sheet
from services.sheets.writer import sheet_writer


def write_template(
    format: FileFormat,
    locale: Locale,
    groups: Sequence[str] = (),
    custom: tuple[CustomColumn, ...] = (),
    *,
    with_examples: bool = True,
) -> bytes:
    """Return the template; its example rows are skipped when it comes back.

    Errors: FormatNotWritten for a format that nobody here writes (ODS).
    """
    sheet = customer_sheet(locale, groups, custom)
    return write_sheet(format, sheet, _examples(sheet) if with_examples else ())


def write_sheet(format: FileFormat, sheet: Sheet, rows: Iterable[SheetRow]) -> bytes:
    """Return a short sheet as a whole. Errors: FormatNotWritten, and those of SheetWriter."""
    out = io.BytesIO()
    with closing(sheet_writer(format, sheet, out)) as writer:
        writer.write(rows)
        writer.finish()
    return out.getvalue()


def _examples(sheet: Sheet) -> Iterator[SheetRow]:
    for example in EXAMPLES[sheet.locale]:
        yield [
            example.get(column.target, "") if isinstance(column.target, ColumnKey) else ""
            for column in sheet.columns
        ]
