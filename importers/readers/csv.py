"""A CSV file becomes records, one at a time, in constant memory."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import QuoteNotClosed
from importers.cells import Record
from importers.decode import Encoding, open_text
from importers.delimiter import Delimiter
from importers.limits import CHUNK_BYTES

if TYPE_CHECKING:
    import _csv

# Put behind the last line. Inside a cell it can only get when that cell's quote is never closed.
_END = "\x1cend of file\x1c"
# A line of a text with as many delimiters as a row of so many cells is a row.
_SURELY_A_ROW = 4


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file, ready to be read any number of times."""

    path: Path
    encoding: Encoding
    delimiter: Delimiter

    def records(self) -> Iterator[Record]:
        """Yield every row, blank ones as no cells; the number counts rows as Excel does, not lines.

        Errors: QuoteNotClosed for the row that would else swallow those that follow.
        """
        number = 0
        try:
            for number, row in self._rows():
                yield number, row
        except csv.Error as error:
            # The library holds 128 Ki characters a cell, and only a text that nobody closed is longer.
            raise QuoteNotClosed(row=number + 1) from error

    def height(self) -> int:
        """Return how many lines there are, which are more than rows where cells have line ends."""
        with self.path.open("rb") as file:
            chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
            ends = [(chunk.count(b"\n"), chunk.count(b"\r")) for chunk in chunks]
        return max(map(sum, zip(*ends, strict=True)), default=0) + 1

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        line = width = 0
        with open_text(self.path, self.encoding) as text:
            text.read(self.delimiter.sep_line)
            rows = self._reader(chain(text, (_END,)))
            for number, row in enumerate(rows, 1):
                if row and row[-1].endswith(_END):
                    # On a line of its own the end is a row of its own; inside a cell it is no end.
                    if row != [_END]:
                        raise QuoteNotClosed(row=number)
                    return
                if rows.line_num - line > 2 and _swallows(row, width, self.delimiter.sign):
                    raise QuoteNotClosed(row=number)
                line, width = rows.line_num, len(row) or width
                yield number, self._inner(row) if self.delimiter.wrapped else row

    def _inner(self, row: list[str]) -> list[str]:
        return next(self._reader(row), []) if len(row) == 1 else row

    def _reader(self, lines: Iterable[str]) -> "_csv.Reader":
        dialect = self.delimiter
        return csv.reader(
            lines, delimiter=dialect.sign, quotechar=dialect.quote, skipinitialspace=dialect.spaced
        )


def _swallows(row: list[str], width: int, sign: str) -> bool:
    """Tell whether a cell of several lines holds whole rows, because of a quote that nobody meant.

    A row of as many cells as the one before it may hold a few signs in a line, such as a list in a note.
    """
    lines = (line for cell in row for line in cell.splitlines()[1:-1])
    looks_so = width > 1 and any(line.count(sign) == width - 1 for line in lines)
    return looks_so and (len(row) != width or width >= _SURELY_A_ROW)
