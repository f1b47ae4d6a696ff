"""A sheet is written as .xls, as Excel 97 to 2003 and many tills still want it."""

from collections.abc import Iterable
from typing import BinaryIO

import xlwt

from domain.errors import TooManyRows
from domain.harmless import guard_typed
from services.sheets.sheet import Sheet, SheetRow

_ROWS = 65_536  # with the header; BIFF8 numbers rows in 16 bits
_TEXT = xlwt.easyxf(num_format_str="@")
_HEADER = xlwt.easyxf("font: bold on", num_format_str="@")
_WIDTH = 22 * 256  # in 1/256 of a digit's width


def write_xls(sheet: Sheet, rows: Iterable[SheetRow], out: BinaryIO) -> None:
    """Write header and rows, all cells as text, and the choices on a sheet of their own.

    The format has drop-downs, but no library writes them; so the choices are there to be read.
    Errors: TooManyRows above 65,535 rows below the header.
    """
    book = xlwt.Workbook(encoding="utf-8")
    _write_customers(book.add_sheet(sheet.title), sheet, rows)
    if any(column.choices for column in sheet.columns):
        _write_choices(book.add_sheet(sheet.lists_title), sheet)
    book.save(out)


def _write_customers(page: xlwt.Worksheet, sheet: Sheet, rows: Iterable[SheetRow]) -> None:
    for index, column in enumerate(sheet.columns):
        page.write(0, index, column.header, _HEADER)
        page.col(index).width = _WIDTH
        page.col(index).set_style(_TEXT)
    page.set_panes_frozen(True)
    page.set_horz_split_pos(1)
    for number, row in enumerate(rows, 1):
        if number >= _ROWS:
            raise TooManyRows(limit=_ROWS - 1)
        for index, cell in enumerate(row):
            page.write(number, index, guard_typed(cell), _TEXT)


def _write_choices(page: xlwt.Worksheet, sheet: Sheet) -> None:
    with_choices = (column for column in sheet.columns if column.choices)
    for index, column in enumerate(with_choices):
        page.col(index).width = _WIDTH
        for number, choice in enumerate((column.header, *column.choices)):
            page.write(number, index, choice, _TEXT)
