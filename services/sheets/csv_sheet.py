"""A sheet is written as the CSV file that Excel of its language opens by double click."""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from domain.harmless import guard
from domain.locale import Locale
from services.sheets.sheet import Sheet, SheetRow

# Excel takes the list separator of Windows: where the comma parts decimals, the semicolon parts cells.
_DELIMITERS = {Locale.DE: ";", Locale.FR: ";", Locale.EN: ","}


def write_csv(sheet: Sheet, rows: Iterable[SheetRow], out: BinaryIO) -> None:
    """Write header and rows in UTF-8. The byte order mark is what tells Excel so."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=_DELIMITERS[sheet.locale])
    writer.writerow([column.header for column in sheet.columns])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    text.detach()  # closing the wrapper would close what belongs to the caller
