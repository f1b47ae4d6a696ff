"""A sheet is written as .xls, as Excel 97 to 2003 and many tills still want it."""

from collections.abc import Iterable
from typing import IO

import xlwt

from domain.errors import TooManyRowsForFormat
from domain.harmless import guard_typed
from services.sheets.sheet import Sheet, SheetRow
from services.sheets.xls_strings import keep_pairs_whole

LAST_ROW = 65_536  # with the header; BIFF8 numbers rows in 16 bits
_TEXT = xlwt.easyxf(num_format_str="@")
_HEADER = xlwt.easyxf("font: bold on", num_format_str="@")
_WIDTH = 22 * 256  # in 1/256 of a digit's width
_FLUSHED_ROWS = 1_000


class XlsWriter:
    """Writes all cells as text, and the choices on a sheet of their own.

    The format has drop-downs, but no library writes them; so the choices are there to be read.
    """

    def __init__(self, sheet: Sheet, out: IO[bytes]) -> None:
        self._out = out
        self._book = xlwt.Workbook(encoding="utf-8")
        keep_pairs_whole(self._book)
        self._page = self._book.add_sheet(sheet.title)
        self._row = 0
        self._write_header(sheet)
        if any(column.choices for column in sheet.columns):
            _write_choices(self._book.add_sheet(sheet.lists_title), sheet)

    def write(self, rows: Iterable[SheetRow]) -> None:
        for row in rows:
            self._row += 1
            if self._row >= LAST_ROW:
                raise TooManyRowsForFormat(format="XLS", limit=LAST_ROW - 1, rows=self._row)
            for index, cell in enumerate(row):
                if cell:
                    self._page.write(self._row, index, guard_typed(cell), _TEXT)
            if self._row % _FLUSHED_ROWS == 0:
                self._page.flush_row_data()  # to disk: half of the memory

    def finish(self) -> None:
        self._book.save(self._out)

    def close(self) -> None:
        if self._page.row_tempfile is not None:
            self._page.row_tempfile.close()

    def _write_header(self, sheet: Sheet) -> None:
        for index, column in enumerate(sheet.columns):
            self._page.write(0, index, guard_typed(column.header), _HEADER)
            self._page.col(index).width = _WIDTH
            self._page.col(index).set_style(_TEXT)
        self._page.set_panes_frozen(True)
        self._page.set_horz_split_pos(1)


def _write_choices(page: xlwt.Worksheet, sheet: Sheet) -> None:
    with_choices = (column for column in sheet.columns if column.choices)
    for index, column in enumerate(with_choices):
        page.col(index).width = _WIDTH
        for number, choice in enumerate((column.header, *column.choices)):
            page.write(number, index, guard_typed(choice), _TEXT)
