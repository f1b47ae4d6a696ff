"""What an .xlsx sheet has besides its rows, so that filling it in goes right by itself."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.harmless import guard_typed
from services.sheets.sheet import Sheet, SheetColumn

_TEXT_FORMAT = "@"
_WIDTH = 22
_LAST_ROW = 1_048_576
_HINT_SIZE = {"width": 320, "height": 90}


def write_xlsx_template(sheet: Sheet) -> bytes:
    """Return a workbook with the header, its hints, the formats of the columns and what can be chosen."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sheet.title
    for index, column in enumerate(sheet.columns, 1):
        _write_header(page, index, column)
    page.freeze_panes = "A2"
    _offer_choices(book, page, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_header(page: Worksheet, index: int, column: SheetColumn) -> None:
    _write_text(page, 1, index, column.header)
    cell = page.cell(1, index)
    cell.font = Font(bold=True)
    cell.comment = Comment(column.hint, "Kontor", **_HINT_SIZE)
    # The format of the column holds for the cells that are still empty.
    dimension = page.column_dimensions[get_column_letter(index)]
    dimension.number_format = _TEXT_FORMAT
    dimension.width = _WIDTH


def _write_text(page: Worksheet, row: int, column: int, text: str) -> None:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged in a sheet of ours
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", guard_typed(text))
    # What begins with "=" would be a formula.
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT


def _offer_choices(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    columns = [(index, column) for index, column in enumerate(sheet.columns, 1) if column.choices]
    if not columns:
        return
    # A list inside the drop-down itself is cut at 255 characters and parted at every comma.
    lists = book.create_sheet(sheet.lists_title)
    lists.sheet_state = "hidden"
    for at, (index, column) in enumerate(columns, 1):
        for number, choice in enumerate(column.choices, 1):
            _write_text(lists, number, at, choice)
        source = (
            f"'{sheet.lists_title}'!${get_column_letter(at)}$1:${get_column_letter(at)}${len(column.choices)}"
        )
        _offer(page, get_column_letter(index), source)


def _offer(page: Worksheet, letter: str, source: str) -> None:
    # Another text may be typed all the same: a new group is made by writing its name.
    offer = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    offer.add(f"{letter}2:{letter}{_LAST_ROW}")
    page.add_data_validation(offer)
