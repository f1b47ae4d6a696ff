"""A file becomes an analysis, and an analysis the drafts of its rows, one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from domain.columns import CustomColumn
from domain.errors import FileEmpty, HeaderNotFound, TooManyRows
from domain.file_format import FileFormat
from importers.cells import Record
from importers.customer_row import CustomerRow
from importers.decode import detect_encoding, open_text
from importers.delimiter import detect_delimiter
from importers.headers import FileColumn, find_header, known_headers, map_columns
from importers.limits import LIMITS, Limits, check_lines, check_size, check_width
from importers.readers.csv import CsvTable
from importers.readers.workbook import open_workbook
from importers.rows import RowReader
from importers.sniff import sniff

_SAMPLE_CHARACTERS = 64 * 1024


class Table(Protocol):
    """Where records come from. A workbook may be parsed elsewhere, as long as its records arrive here."""

    def records(self) -> Iterator[Record]:
        """Yield the rows from the first on, every time anew."""
        ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a file is. `header_row` counts from 1; text files have no sheets, and workbooks no encoding."""

    format: FileFormat
    header_row: int
    encoding: str | None = None
    bom: bool | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a file is and what its columns mean; `table` reads its rows."""

    dialect: Dialect
    columns: tuple[FileColumn, ...]
    table: Table = field(compare=False, repr=False)
    limits: Limits = field(default=LIMITS, repr=False)


def open_file(path: Path, *, custom: tuple[CustomColumn, ...] = (), limits: Limits = LIMITS) -> Analysis:
    """Return what a file is and what its columns mean, or refuse it.

    Errors: FileEmpty, FileTooLarge, UnsupportedFile, FileEncrypted, FileUnreadable, WorkbookTooLarge,
            EncodingUnknown, HeaderNotFound, TooManyColumns, QuoteNotClosed.
    """
    check_size(path, limits)
    kind = sniff(path, limits)
    if kind is FileFormat.CSV:
        return _open_csv(path, custom, limits)
    return _open_workbook(kind, path, custom, limits)


def read_rows(analysis: Analysis, *, region: str) -> Iterator[CustomerRow]:
    """Yield the draft of each row below the header; phones without a country code are read in `region`.

    Blank rows and the template's examples are left out.
    Errors: TooManyRows, CellTooLong, QuoteNotClosed; whoever takes rows as they come must be able to undo.
    """
    typed = analysis.dialect.format is not FileFormat.CSV
    reader = RowReader(analysis.columns, region, analysis.limits, typed=typed)
    limit, rows = analysis.limits.rows, 0
    for number, cells in islice(analysis.table.records(), analysis.dialect.header_row, None):
        if (row := reader.read(number, cells)) is not None:
            rows += 1
            if rows > limit:
                raise TooManyRows(limit=limit)
            yield row


def _open_csv(path: Path, custom: tuple[CustomColumn, ...], limits: Limits) -> Analysis:
    check_lines(path, limits)
    encoding = detect_encoding(path)
    with open_text(path, encoding) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    delimiter = detect_delimiter(sample, partial(known_headers, custom=custom))
    table = CsvTable(path, encoding, delimiter)
    header_row, columns = _read_head(table, custom, limits)
    dialect = Dialect(
        format=FileFormat.CSV,
        header_row=header_row,
        encoding=encoding.name,
        bom=encoding.bom_bytes > 0,
        delimiter=delimiter.sign,
    )
    return Analysis(dialect, columns, table, limits)


def _open_workbook(
    format: FileFormat, path: Path, custom: tuple[CustomColumn, ...], limits: Limits
) -> Analysis:
    workbook = open_workbook(path, format)
    for sheet in workbook.sheets:
        table = workbook.table(sheet)
        try:
            header_row, columns = _read_head(table, custom, limits)
        except HeaderNotFound:
            continue  # a cover sheet, or notes; the list is on a later one
        dialect = Dialect(format=format, header_row=header_row, sheet=sheet, sheets=workbook.sheets)
        return Analysis(dialect, columns, table, limits)
    raise HeaderNotFound(rows=limits.header_rows)


def _read_head(
    table: Table, custom: tuple[CustomColumn, ...], limits: Limits
) -> tuple[int, tuple[FileColumn, ...]]:
    """Return the header's row and the columns. Errors: HeaderNotFound, FileEmpty, TooManyColumns."""
    records = table.records()
    head = list(islice(records, limits.header_rows))
    header = find_header(head, custom)
    if header is None:
        raise HeaderNotFound(rows=limits.header_rows)
    number, cells = header
    check_width(len(cells), limits)
    rows = [row for _, row in head[number:]]
    if not any(any(row) for row in rows) and not any(any(row) for _, row in records):
        raise FileEmpty()
    return number, map_columns(cells, rows, custom)
