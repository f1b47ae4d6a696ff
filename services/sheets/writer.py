"""A sheet is written some rows at a time, so that its length costs no memory; one writer a format."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import IO, Protocol

from domain.errors import FormatNotWritten
from domain.file_format import FileFormat
from services.sheets.csv_sheet import CsvWriter
from services.sheets.sheet import Sheet, SheetRow
from services.sheets.xls_sheet import LAST_ROW as XLS_LAST_ROW
from services.sheets.xls_sheet import XlsWriter
from services.sheets.xlsx_sheet import LAST_ROW as XLSX_LAST_ROW
from services.sheets.xlsx_sheet import XlsxWriter

MEDIA_TYPES = MappingProxyType(
    {
        FileFormat.CSV: "text/csv; charset=utf-8",
        FileFormat.XLS: "application/vnd.ms-excel",
        FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
# How many rows fit below the header; a CSV file has no end.
ROWS_AT_MOST = MappingProxyType({FileFormat.XLS: XLS_LAST_ROW - 1, FileFormat.XLSX: XLSX_LAST_ROW - 1})


class SheetWriter(Protocol):
    """Writes into the file that it was made for; its methods block."""

    def write(self, rows: Iterable[SheetRow]) -> None:
        """Append rows of as many texts as the sheet has columns.

        Errors: TooManyRowsForFormat, SheetTooLarge.
        """

    def finish(self) -> None:
        """Write what comes last; the file stays open."""

    def close(self) -> None:
        """Let go of all that writing has needed, finished or not."""


_WRITERS: Mapping[FileFormat, Callable[[Sheet, IO[bytes]], SheetWriter]] = {
    FileFormat.CSV: CsvWriter,
    FileFormat.XLS: XlsWriter,
    FileFormat.XLSX: XlsxWriter,
}


def require_writable(format: FileFormat) -> None:
    """Raise FormatNotWritten at format for one that nobody here writes (ODS)."""
    if format not in _WRITERS:
        raise FormatNotWritten(field=("format",), format=format.value)


def sheet_writer(format: FileFormat, sheet: Sheet, out: IO[bytes]) -> SheetWriter:
    """Return the writer of a sheet, its header already written. Errors: FormatNotWritten."""
    require_writable(format)
    return _WRITERS[format](sheet, out)
