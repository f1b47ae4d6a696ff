"""A file of each kind offers its tables in one way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.columns import CustomColumn
from domain.errors import NotOfThisFormat, SheetNotFound
from domain.file_format import FileFormat
from importers.decode import detect_encoding, given_encoding, open_text
from importers.delimiter import Delimiter, detect_delimiter
from importers.dialect import DialectDraft
from importers.head import Table
from importers.headers import known_headers
from importers.limits import Limits, check_lines
from importers.readers.csv import CsvTable
from importers.readers.workbook import open_workbook

_SAMPLE_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose tables can be opened, each by its name in `sheets`; text has one, under no name."""

    format: FileFormat
    table: Callable[[str | None], Table]
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    bom: bool | None = None
    delimiter: str | None = None

    def wanted(self, sheet: str | None) -> tuple[str | None, ...]:
        """Return the sheets to look for the list on. Errors: SheetNotFound at sheet."""
        if sheet is None:
            return self.sheets or (None,)
        if sheet not in self.sheets:
            raise SheetNotFound(field=("sheet",), sheet=sheet, sheets=list(self.sheets))
        return (sheet,)


def open_csv(path: Path, given: DialectDraft, custom: tuple[CustomColumn, ...], limits: Limits) -> Source:
    """Return the one table of a text file. Errors: EncodingUnknown, FileUnreadable, NotOfThisFormat."""
    _refuse(given, FileFormat.CSV, "sheet")
    check_lines(path, limits)
    encoding = given_encoding(path, given.encoding) if given.encoding else detect_encoding(path)
    with open_text(path, encoding) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    delimiter = detect_delimiter(sample, partial(known_headers, custom=custom))
    if given.delimiter:
        delimiter = Delimiter(given.delimiter, delimiter.sep_line)
    table = CsvTable(path, encoding, delimiter)
    return Source(
        FileFormat.CSV,
        lambda _: table,
        encoding=encoding.name,
        bom=encoding.bom_bytes > 0,
        delimiter=delimiter.sign,
    )


def open_sheets(path: Path, format: FileFormat, given: DialectDraft) -> Source:
    """Return the sheets of a workbook that a person sees.

    Errors: FileEncrypted, FileUnreadable, NotOfThisFormat.
    """
    _refuse(given, format, "encoding", "delimiter")
    workbook = open_workbook(path, format)

    def table(sheet: str | None) -> Table:
        assert sheet is not None, "a workbook has a table for each sheet, and none besides"
        return workbook.table(sheet)

    return Source(format, table, workbook.sheets)


def _refuse(given: DialectDraft, format: FileFormat, *options: str) -> None:
    for option in options:
        if getattr(given, option) is not None:
            raise NotOfThisFormat(field=(option,), option=option, format=format.value)
