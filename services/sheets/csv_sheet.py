"""A sheet is written as the CSV file that Excel of its language opens by double click."""

import csv
import io
from collections.abc import Iterable
from typing import IO

from domain.harmless import guard
from domain.locale import Locale
from services.sheets.sheet import Sheet, SheetRow

# Excel takes the list separator of Windows: where the comma parts decimals, the semicolon parts cells.
_DELIMITERS = {Locale.DE: ";", Locale.FR: ";", Locale.EN: ","}


class CsvWriter:
    """Writes UTF-8. The byte order mark is what tells Excel so."""

    def __init__(self, sheet: Sheet, out: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=_DELIMITERS[sheet.locale])
        self.write([[column.header for column in sheet.columns]])

    def write(self, rows: Iterable[SheetRow]) -> None:
        self._writer.writerows([guard(cell) for cell in row] for row in rows)

    def finish(self) -> None:
        self._text.flush()

    def close(self) -> None:
        self._text.detach()  # closing the wrapper would close what belongs to the caller
