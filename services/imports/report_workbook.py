"""A report is written as a workbook: texts stay texts, and numbers and dates stay what they are."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

import xlwt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from domain.errors import TooManyColumns, TooManyRows
from importers.cells import Cell, cell_text
from importers.clean import storable

XLS_COLUMNS = 256
_XLS_ROWS = 65_536
_XLS_FLUSHED_ROWS = 1_000  # as many are kept as objects; the rest is bytes
_TEXT_FORMAT = "@"
_TITLE_CHARACTERS = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


class XlsxReport:
    """A workbook of one sheet that is being written."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out = out
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(_title(title))

    def write(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        self._sheet.append([self._cell(cell) if isinstance(cell, str) else cell for cell in cells])

    def close(self) -> None:
        self._book.save(self._out)

    def _cell(self, text: str) -> Any:
        if not text:
            return None
        cell = WriteOnlyCell(self._sheet, _harmless(text))
        # What begins with "=" would be a formula; and who corrects a phone wants it to stay a text.
        cell.data_type, cell.number_format = "s", _TEXT_FORMAT
        return cell


class XlsReport:
    """A workbook of Excel 97 to 2003 that is being written. Errors: TooManyRows, TooManyColumns."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out = out
        self._book = xlwt.Workbook(encoding="utf-8")
        self._sheet = self._book.add_sheet(_title(title))
        self._rows = 0

    def write(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        if self._rows >= _XLS_ROWS:
            raise TooManyRows(limit=_XLS_ROWS - 1)
        if len(cells) > XLS_COLUMNS:
            raise TooManyColumns(limit=XLS_COLUMNS, count=len(cells))
        for index, cell in enumerate(cells):
            if cell != "":
                self._sheet.write(self._rows, index, *_xls_cell(cell))
        self._rows += 1
        if self._rows % _XLS_FLUSHED_ROWS == 0:
            self._sheet.flush_row_data()

    def close(self) -> None:
        self._book.save(self._out)


def _xls_cell(cell: Cell) -> tuple[Any, Any]:
    match cell:
        case str():
            return _harmless(cell), _XLS_TEXT
        case bool() | int() | float():
            return cell, _XLS_PLAIN
        case datetime():
            return cell, _XLS_MOMENT
        case date():
            return cell, _XLS_DAY
        case time():
            return cell, _XLS_TIME
        case _:
            return cell_text(cell), _XLS_TEXT


def _harmless(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", storable(text))


def _title(name: str) -> str:
    return _NOT_IN_TITLES.sub(" ", name).strip("' ")[:_TITLE_CHARACTERS] or "1"


_XLS_PLAIN = xlwt.easyxf()
_XLS_TEXT = xlwt.easyxf(num_format_str=_TEXT_FORMAT)
_XLS_DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")
_XLS_MOMENT = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
_XLS_TIME = xlwt.easyxf(num_format_str="HH:MM:SS")
