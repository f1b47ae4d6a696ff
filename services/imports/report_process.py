"""What the process does that writes one report: it reads the file again and asks what was found in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path
from typing import BinaryIO, Protocol

import orjson

from domain.file_format import FileFormat
from domain.issues import Issue, IssueSeverity
from domain.locale import Locale
from importers.cells import Cell, Record
from importers.clean import clean
from importers.dialect import DialectDraft
from importers.pipeline import Analysis, open_file
from importers.readers.csv import CsvTable
from services.imports.child import answer_parent
from services.imports.report_csv import CsvReport, form_in, form_of
from services.imports.report_rows import ReportRows
from services.imports.report_workbook import XlsReport, XlsxReport

# What is asked about at once.
_BATCH_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report to write of a file: how that is to be read, and what the report is to hold.

    `headers` are those of the file's columns; `title` names the sheet of a workbook.
    """

    given: DialectDraft
    headers: tuple[str, ...]
    format: FileFormat
    locale: Locale
    title: str
    only_rejected: bool


@dataclass(frozen=True, slots=True)
class Range:
    """The question: what is to be said of the rows above the first number, up to the second?"""

    above: int
    up_to: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: issues as JSON, row by row; when all that was not taken is rejected, what was `taken`."""

    issues: bytes
    taken: frozenset[int] | None = None


class _Writer(Protocol):
    def write(self, cells: Sequence[Cell]) -> None: ...

    def close(self) -> None: ...


def write_report(pipe: PipeEnd, arguments: Sequence[str]) -> None:
    """Take a ReportOrder, ask with Ranges, and write the report; None when it is done.

    The arguments are the paths of the file and of the report. Errors: those of `open_file`; TooManyRows,
    TooManyColumns.
    """
    source, target = map(Path, arguments)
    order: ReportOrder = pipe.recv()
    # Whoever has read the file before knows its columns; their headers need not be ours.
    unmapped: Mapping[int, None] = dict.fromkeys(range(len(order.headers)))
    analysis = open_file(source, given=order.given, mapping=unmapped)
    with target.open("wb") as out:
        writer = _writer(order, analysis, out)
        for row in _rows(pipe, order, analysis):
            writer.write(row)
        writer.close()
    pipe.send(None)


def _rows(pipe: PipeEnd, order: ReportOrder, analysis: Analysis) -> Iterator[Sequence[Cell]]:
    """Yield the rows of the report: what stands above the header, the header, and what is asked for."""
    between = "; " if order.format is FileFormat.CSV else "\n"
    report = ReportRows(order.headers, order.locale, between)
    records = _readable(order, analysis)
    header_row = analysis.dialect.header_row
    header: Sequence[Cell] = ()
    for number, cells in islice(records, header_row):
        header = cells
        yield report.header(cells) if number == header_row else cells
    while batch := list(islice(records, _BATCH_ROWS)):
        pipe.send(Range(batch[0][0] - 1, batch[-1][0]))
        found: Found = pipe.recv()
        issues = _by_row(found.issues)
        for number, cells in batch:
            of_row = issues.get(number, ())
            # Files that were put together have the header again, and it is no row.
            if header and list(cells) == list(header):
                if not order.only_rejected:
                    yield report.header(cells)
            elif not order.only_rejected or _is_rejected(number, cells, of_row, found.taken):
                yield report.row(number, cells, of_row)


def _is_rejected(
    number: int, cells: Sequence[Cell], issues: Sequence[Issue], taken: frozenset[int] | None
) -> bool:
    if any(issue.severity is IssueSeverity.ERROR for issue in issues):
        return True
    return taken is not None and number not in taken and any(cell != "" for cell in cells)


def _by_row(issues: bytes) -> dict[int, list[Issue]]:
    found = (Issue.from_stored(stored) for stored in orjson.loads(issues))
    return {row: list(of_row) for row, of_row in groupby(found, lambda issue: issue.row)}


def _readable(order: ReportOrder, analysis: Analysis) -> Iterator[Record]:
    """Yield the records; in a workbook made of text, what is no formula there must not look like one."""
    records = analysis.table.records()
    if analysis.dialect.format is not FileFormat.CSV or order.format is FileFormat.CSV:
        return records
    return ((number, [_unwrapped(cell) for cell in cells]) for number, cells in records)


def _unwrapped(cell: Cell) -> Cell:
    # ="0151…" is how text keeps a zero; a workbook has other means, and would show all of it.
    return clean(cell, typed=False)[0] or cell if isinstance(cell, str) and cell.startswith("=") else cell


def _writer(order: ReportOrder, analysis: Analysis, out: BinaryIO) -> _Writer:
    match order.format:
        case FileFormat.CSV:
            table = analysis.table
            return CsvReport(out, form_of(table) if isinstance(table, CsvTable) else form_in(order.locale))
        case FileFormat.XLS:
            return XlsReport(out, order.title)
        case _:
            return XlsxReport(out, order.title)


def main() -> None:
    """Be the process that writes one report."""
    answer_parent(write_report)
