"""A file of each kind offers its tables in one way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import assert_never

from domain.columns import CustomColumn
from domain.errors import NotOfThisFormat, SheetNotFound, UnsupportedFile
from domain.file_format import FileFormat
from importers.decode import Encoding, detect_encoding, given_encoding, open_text, page_encoding
from importers.delimiter import Delimiter, detect_delimiter, with_quotes
from importers.dialect import DialectDraft
from importers.head import Table
from importers.headers import known_headers
from importers.limits import Limits, check_lines
from importers.readers.csv import CsvTable
from importers.readers.html import HtmlTable
from importers.readers.mhtml import opened, pages_of
from importers.readers.workbook import open_workbook
from importers.readers.xml_spreadsheet import XmlSheet, visible_sheets
from importers.sniff import FileKind

_SAMPLE_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose tables can be opened, each by its name in `sheets`; text has one, under no name.

    Where cells are `typed`, a text that begins with "=" is a text; elsewhere it is a formula.
    """

    format: FileFormat
    typed: bool
    table: Callable[[str | None], Table]
    sheets: tuple[str, ...] | None = None
    encoding: str | None = None
    bom: bool | None = None
    delimiter: str | None = None

    def wanted(self, sheet: str | None) -> tuple[str | None, ...]:
        """Return the sheets to look for the list on. Errors: SheetNotFound at sheet."""
        if self.sheets is None:
            return (None,)
        if sheet is None:
            return self.sheets
        if sheet not in self.sheets:
            raise SheetNotFound(field=("sheet",), sheet=sheet, sheets=list(self.sheets))
        return (sheet,)


def open_source(
    path: Path, kind: FileKind, given: DialectDraft, custom: tuple[CustomColumn, ...], limits: Limits
) -> Source:
    """Return the tables of a file of this kind.

    Errors: EncodingUnknown, FileEncrypted, FileTooLarge, FileUnreadable, NotOfThisFormat, UnsupportedFile.
    """
    for option in _WITHOUT[kind]:
        if getattr(given, option) is not None:
            raise NotOfThisFormat(field=(option,), option=option, format=kind.value)
    match kind:
        case FileKind.CSV:
            return _csv(path, given, custom, limits)
        case FileKind.HTML:
            return _html(path, given)
        case FileKind.MHTML:
            return _mhtml(path)
        case FileKind.XML:
            return _sheets(kind, visible_sheets(path), partial(XmlSheet, path))
        case FileKind.XLS | FileKind.XLSX | FileKind.ODS:
            workbook = open_workbook(path, kind.known_as)
            return _sheets(kind, workbook.sheets, workbook.table)
        case _:
            assert_never(kind)


def _csv(path: Path, given: DialectDraft, custom: tuple[CustomColumn, ...], limits: Limits) -> Source:
    check_lines(path, limits)
    encoding = given_encoding(path, given.encoding) if given.encoding else detect_encoding(path)
    with open_text(path, encoding) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    delimiter = detect_delimiter(sample, partial(known_headers, custom=custom))
    if given.delimiter and given.delimiter != delimiter.sign:
        delimiter = with_quotes(Delimiter(given.delimiter, delimiter.sep_line), sample)
    return _text(
        FileKind.CSV, CsvTable(path, encoding, delimiter), encoding=encoding, delimiter=delimiter.sign
    )


def _html(path: Path, given: DialectDraft) -> Source:
    encoding = given_encoding(path, given.encoding) if given.encoding else page_encoding(path)
    table = HtmlTable(partial(open_text, path, encoding))
    if next(table.records(), None) is None:
        raise UnsupportedFile(kind=FileKind.HTML.value)  # a page to be read, or to sign in at
    return _text(FileKind.HTML, table, encoding=encoding)


def _mhtml(path: Path) -> Source:
    pages = pages_of(path)
    return _sheets(FileKind.MHTML, tuple(pages), lambda name: HtmlTable(partial(opened, pages[name])))


def _text(kind: FileKind, table: Table, *, encoding: Encoding, delimiter: str | None = None) -> Source:
    return Source(
        kind.known_as,
        typed=False,
        table=lambda _: table,
        encoding=encoding.name,
        bom=encoding.bom_bytes > 0,
        delimiter=delimiter,
    )


def _sheets(kind: FileKind, names: tuple[str, ...], table: Callable[[str], Table]) -> Source:
    def named(sheet: str | None) -> Table:
        assert sheet is not None, "what has sheets has no table besides"
        return table(sheet)

    return Source(kind.known_as, typed=kind is not FileKind.MHTML, table=named, sheets=names)


# What can't be said of a file of this kind.
_WITHOUT: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.CSV: ("sheet",),
    FileKind.HTML: ("delimiter", "sheet"),
    **dict.fromkeys(
        (FileKind.MHTML, FileKind.XML, FileKind.XLS, FileKind.XLSX, FileKind.ODS), ("encoding", "delimiter")
    ),
}
