"""A file becomes an analysis, and an analysis the drafts of its rows, one at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from domain.columns import CustomColumn
from domain.errors import Failure, FileEmpty, HeaderNotFound, HeaderRowMissing, TooManyRows
from importers.cells import Cell
from importers.customer_row import CustomerRow
from importers.dialect import UNKNOWN, Dialect, DialectDraft, check_dialect
from importers.head import Head, Table, read_head
from importers.headers import FileColumn, map_columns
from importers.limits import LIMITS, Limits, check_size
from importers.mapping import NO_MAPPING, ColumnMapping, check_mapping, mapped_columns
from importers.rows import RowReader
from importers.sniff import sniff
from importers.sources import Source, open_source
from importers.written_numbers import decimal_sign

__all__ = ["Analysis", "ColumnMapping", "Dialect", "DialectDraft", "open_file", "read_rows"]

# A sheet whose header names as many columns of ours is the list; on a cover sheet, one or two may occur.
_SURELY_A_LIST = 3


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a file is and what its columns mean; `table` reads its rows."""

    dialect: Dialect
    columns: tuple[FileColumn, ...]
    table: Table = field(compare=False, repr=False)
    typed: bool = field(compare=False, repr=False)
    header: Sequence[Cell] = field(compare=False, repr=False)
    limits: Limits = field(default=LIMITS, repr=False)


def open_file(
    path: Path,
    *,
    custom: tuple[CustomColumn, ...] = (),
    given: DialectDraft | None = None,
    mapping: ColumnMapping | None = None,
    limits: Limits = LIMITS,
) -> Analysis:
    """Return what a file is and what its columns mean, or refuse it.

    What is `given` of its dialect, and what `mapping` says of its columns (index from 0 -> value of a
    ColumnKey, key of a custom field, or None to leave it out), is taken; the rest is found out. A header
    row of 0 says that there is none. `check_dialect` and `check_mapping` find what no file could make right.
    Errors: FileEmpty, FileTooLarge, UnsupportedFile, FileEncrypted, FileUnreadable, WorkbookTooLarge,
            EncodingUnknown, HeaderNotFound, TooManyColumns, QuoteNotClosed; DialectRefused and SheetNotFound,
            at the option in question; MappingRefused.
    """
    given, mapping = given or UNKNOWN, mapping or NO_MAPPING
    check_dialect(given)
    check_mapping(mapping, custom)
    check_size(path, limits)
    source = open_source(path, sniff(path, limits), given, custom, limits)
    sheet, table, head = _find_table(source, given, custom, limits, mapped=bool(mapping))
    columns = mapped_columns(map_columns(head.cells, head.sample, custom), mapping, custom)
    return Analysis(_dialect(source, sheet, head), columns, table, source.typed, head.cells, limits)


def read_rows(analysis: Analysis, *, region: str) -> Iterator[CustomerRow]:
    """Yield the draft of each row below the header; phones without a country code are read in `region`.

    Blank rows and the template's examples are left out, and so is the header where it stands once more: lists
    that were put one below the other have it several times.
    Errors: TooManyRows, CellTooLong, QuoteNotClosed; whoever takes rows as they come must be able to undo.
    """
    dialect = analysis.dialect
    reader = RowReader(
        analysis.columns,
        region,
        analysis.limits,
        typed=analysis.typed,
        decimal_sign=dialect.decimal_separator,
    )
    limit, rows = analysis.limits.rows, 0
    for number, cells in islice(analysis.table.records(), dialect.header_row, None):
        if dialect.header_row and cells == analysis.header:
            continue
        if (row := reader.read(number, cells)) is not None:
            rows += 1
            if rows > limit:
                raise TooManyRows(limit=limit)
            yield row


def _find_table(
    source: Source, given: DialectDraft, custom: tuple[CustomColumn, ...], limits: Limits, *, mapped: bool
) -> tuple[str | None, Table, Head]:
    """Return the table whose header names most columns of ours: the first that surely is a list, or the best.

    Errors: those of read_head; of several sheets, FileEmpty when one has a header and nothing below.
    """
    best: tuple[int, str | None, Table, Head] | None = None
    refusal: Failure | None = None
    for sheet in source.wanted(given.sheet):
        table = source.table(sheet)
        try:
            head = read_head(table, custom, limits, row=given.header_row, mapped=mapped)
        except (HeaderNotFound, HeaderRowMissing, FileEmpty) as failure:
            refusal = failure if refusal is None or isinstance(failure, FileEmpty) else refusal
            continue  # a cover sheet, notes, or last year's form; the list is on a later one
        known = head.known(custom)
        if best is None or known > best[0]:
            best = known, sheet, table, head
        if known >= _SURELY_A_LIST:
            break
    if best is None:
        raise refusal or HeaderNotFound(rows=limits.header_rows)
    return best[1:]


def _dialect(source: Source, sheet: str | None, head: Head) -> Dialect:
    texts = (cell for cells in head.sample for cell in cells if isinstance(cell, str))
    return Dialect(
        format=source.format,
        header_row=head.row,
        encoding=source.encoding,
        bom=source.bom,
        delimiter=source.delimiter,
        decimal_separator=decimal_sign(texts),
        sheet=sheet,
        sheets=source.sheets or (),
    )
