"""A CSV file becomes records, one at a time, in constant memory."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from domain.errors import QuoteNotClosed
from importers.cells import Record
from importers.decode import Encoding, open_text
from importers.delimiter import Delimiter

# Put behind the last line. Inside a cell it can only get when that cell's quote is never closed.
_END = "\x1cend of file\x1c"


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file, ready to be read any number of times."""

    path: Path
    encoding: Encoding
    delimiter: Delimiter

    def records(self) -> Iterator[Record]:
        """Yield every row, blank ones as no cells; the number counts rows as Excel does, not lines.

        Errors: QuoteNotClosed for the row that would else swallow all that follow.
        """
        number = 0
        with open_text(self.path, self.encoding) as text:
            text.read(self.delimiter.sep_line)
            rows = csv.reader(chain(text, (_END,)), delimiter=self.delimiter.sign)
            try:
                for number, row in enumerate(rows, 1):
                    if row and row[-1].endswith(_END):
                        # On a line of its own the end is a row of its own; inside a cell it is no end.
                        if row != [_END]:
                            raise QuoteNotClosed(row=number)
                        return
                    yield number, row
            except csv.Error as error:
                # The library holds 128 Ki characters a cell, and only a text that nobody closed is longer.
                raise QuoteNotClosed(row=number + 1) from error
