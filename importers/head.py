"""Which row of a table names its columns, and what the first rows below it look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from domain.columns import CustomColumn
from domain.errors import FileEmpty, HeaderNotFound, HeaderRowMissing
from importers.cells import Cell, Record
from importers.headers import find_header, known_headers
from importers.limits import Limits, check_width

_SAMPLE_ROWS = 200


class Table(Protocol):
    """Where records come from. A workbook may be parsed elsewhere, as long as its records arrive here."""

    def records(self) -> Iterator[Record]:
        """Yield the rows from the first on, every time anew."""
        ...

    def height(self) -> int | None:
        """Return about how many rows there are; None when only reading them tells."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table, its row from 1 (0: there is none), and some rows below it."""

    row: int
    cells: Sequence[Cell]
    sample: Sequence[Sequence[Cell]]

    def known(self, custom: tuple[CustomColumn, ...]) -> int:
        """Return how many columns of ours the header names."""
        return known_headers(self.cells, custom)


def read_head(
    table: Table, custom: tuple[CustomColumn, ...], limits: Limits, *, row: int | None, mapped: bool
) -> Head:
    """Return the head of a table; `row` is where the caller says it is, `mapped` that he knows its columns.

    Errors: HeaderNotFound, HeaderRowMissing, FileEmpty, TooManyColumns.
    """
    records = table.records()
    if row is None:
        head, above = _found(records, custom, limits, mapped)
    else:
        head, above = _at(row, records, limits)
    number, cells = head
    if len(cells) > limits.columns:
        cells = _without_blank_end(cells)  # of a sheet that was coloured to its right end
    check_width(len(cells), limits)
    below = [cells for _, cells in (*above, *islice(records, _SAMPLE_ROWS))]
    if not any(map(any, below)) and not any(any(cells) for _, cells in records):
        raise FileEmpty()
    return Head(number, cells, below)


def _found(
    records: Iterator[Record], custom: tuple[CustomColumn, ...], limits: Limits, mapped: bool
) -> tuple[Record, Sequence[Record]]:
    """Return the header, and the rows below it that were read to find it."""
    head = list(islice(records, limits.header_rows))
    header = find_header(head, custom)
    if header is None and mapped:
        # Who says what the columns mean needs no header of ours; the first row that is not blank is one.
        header = next((record for record in head if any(record[1])), None)
    if header is None:
        is_blank = len(head) < limits.header_rows and not any(map(_is_filled, head))
        raise FileEmpty() if is_blank else HeaderNotFound(rows=limits.header_rows)
    return header, [record for record in head if record[0] > header[0]]


def _at(row: int, records: Iterator[Record], limits: Limits) -> tuple[Record, Sequence[Record]]:
    if row == 0:
        first = list(islice(records, limits.header_rows))
        return (0, [""] * max((len(cells) for _, cells in first), default=0)), first
    header = next(islice(records, row - 1, None), None)
    if header is None or not any(header[1]):
        raise HeaderRowMissing(field=("header_row",), row=row)
    return header, ()


def _is_filled(record: Record) -> bool:
    # Where nothing is parted, no delimiter was found out, and it may be all that there is.
    return any(not isinstance(cell, str) or cell.strip(" ,;|\t") for cell in record[1])


def _without_blank_end(cells: Sequence[Cell]) -> Sequence[Cell]:
    end = next((index for index in range(len(cells), 0, -1) if cells[index - 1] != ""), 0)
    return cells[:end]
