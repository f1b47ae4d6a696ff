"""A sheet is written as .xlsx: a template with hints and drop-downs, into which rows are put as they come."""

import io
import re
from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from domain.errors import SheetTooLarge, TooManyRowsForFormat
from domain.harmless import guard_typed
from services.sheets.sheet import Sheet, SheetRow
from services.sheets.xlsx_template import write_xlsx_template

LAST_ROW = 1_048_576
# What an import unpacks at most (importers.limits); a sheet of such a size opens nowhere anyway.
BYTES_AT_MOST = 1_536 * 1024 * 1024

_SHEET = "xl/worksheets/sheet1.xml"
_END_OF_ROWS = b"</sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")  # would say that the sheet ends below its header
_COLUMN_STYLE = re.compile(rb'<col [^>]*style="(\d+)"')
_LEVEL = 1  # of compression: a third less time than the usual 6, and a quarter more bytes
_PIECE_CHARACTERS = 256 * 1024

# What XML can't hold, and what a reader would take for such a sign written out.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f]|_x[0-9A-Fa-f]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class XlsxWriter:
    """Writes all cells as text: a phone keeps its plus, a postal code its zero."""

    def __init__(self, sheet: Sheet, out: IO[bytes]) -> None:
        template = ZipFile(io.BytesIO(write_xlsx_template(sheet)))
        page = _DIMENSION.sub(b"", template.read(_SHEET))
        head, mark, self._tail = page.rpartition(_END_OF_ROWS)
        self._tail = mark + self._tail
        style = _COLUMN_STYLE.search(head)
        assert style is not None, "the columns of the template are formatted as text"
        self._style = style[1].decode()
        self._letters = [get_column_letter(index) for index, _ in enumerate(sheet.columns, 1)]
        self._row, self._bytes = 1, 0
        self._archive = ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        for name in template.namelist():
            if name != _SHEET:
                self._archive.writestr(name, template.read(name))
        self._page: IO[bytes] = self._archive.open(_SHEET, "w")
        self._put(head)

    def write(self, rows: Iterable[SheetRow]) -> None:
        pieces: list[str] = []
        size = 0
        for row in rows:
            written = self._row_xml(row)
            pieces.append(written)
            size += len(written)
            if size > _PIECE_CHARACTERS:
                self._put("".join(pieces).encode())
                pieces, size = [], 0
        self._put("".join(pieces).encode())

    def finish(self) -> None:
        self._put(self._tail)
        self.close()

    def close(self) -> None:
        self._page.close()
        self._archive.close()

    def _put(self, xml: bytes) -> None:
        self._bytes += len(xml)
        if self._bytes > BYTES_AT_MOST:
            raise SheetTooLarge(format="XLSX", limit=BYTES_AT_MOST)
        self._page.write(xml)

    def _row_xml(self, row: SheetRow) -> str:
        self._row += 1
        if self._row > LAST_ROW:
            raise TooManyRowsForFormat(format="XLSX", limit=LAST_ROW - 1, rows=self._row - 1)
        number, style = self._row, self._style
        cells = [
            f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is>{_text_xml(text)}</is></c>'
            for letter, text in zip(self._letters, row, strict=False)
            if text
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'


def _text_xml(text: str) -> str:
    text = guard_typed(text)
    # Without a word, outer spaces would be trimmed.
    opening = "<t>" if text == text.strip() else '<t xml:space="preserve">'
    return f"{opening}{_SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text}</t>"


def _escaped(found: re.Match[str]) -> str:
    """Return a sign as a workbook writes it, `_x0007_`; what looks like that, with its underline so.

    Source: ECMA-376, 22.4.2.4.
    """
    sign = found[0][0]
    return _ENTITIES.get(sign) or f"_x{ord(sign):04X}_{found[0][1:]}"
