"""The rows of all tables of an HTML page become records, in constant memory."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TextIO

from domain.errors import FileUnreadable, TooManyColumns
from importers.cells import Cell, Record
from importers.limits import CHUNK_BYTES

# More than any sheet has, and enough of a cell to see that it is too long.
_MOST_COLUMNS = 16_384
_MOST_CHARACTERS = 100_000
_DEEPEST_TABLE = 20
_LONGEST_TAG = 1024 * 1024

_SPACE = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAKS = re.compile(r" *\n *")
_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d*)?E[+-]?\d+", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"script", "style", "title"})
# Where Excel, LibreOffice and SheetJS put the number behind what is shown.
_NUMBERS = ("x:num", "sdval", "data-v")


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A page that can be opened any number of times; its tables stand one below the other, as in Excel."""

    open: Callable[[], TextIO]

    def records(self) -> Iterator[Record]:
        """Yield every row. Errors: FileUnreadable, TooManyColumns."""
        return enumerate(self._rows(), 1)

    def height(self) -> None:
        """Say that only reading tells."""

    def _rows(self) -> Iterator[list[Cell]]:
        page = _Page()
        try:
            with self.open() as text:
                while chunk := text.read(CHUNK_BYTES):
                    page.feed(chunk)
                    page.check_rest(_LONGEST_TAG)
                    yield from page.taken()
            # What is left is parsed once more for each of its signs, so it must not be long.
            page.check_rest(CHUNK_BYTES)
            page.close()
        except AssertionError as error:  # so the library calls a declaration that is none
            raise FileUnreadable(kind="HTML") from error
        page.end_all()
        yield from page.taken()


@dataclass(slots=True)
class _OpenTable:
    """A table that has begun, with its unfinished row and cell.

    `below` says of a column how many rows a cell reaches down in it, the present one included.
    """

    row: list[Cell] | None = None
    cell: list[str] | None = None
    length: int = 0
    columns: int = 0
    number: str | None = None
    width: int = 1
    height: int = 1
    below: dict[int, int] = field(default_factory=dict)


class _Page(HTMLParser):
    """Collects rows as they end. What a browser forgives, such as a missing `</td>`, is forgiven."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tables = [_OpenTable()]
        self._rows: list[list[Cell]] = []
        self._unseen = False

    def taken(self) -> list[list[Cell]]:
        """Return the rows that have ended since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def check_rest(self, limit: int) -> None:
        """Refuse a tag or a comment that nobody closed, before it fills memory."""
        if len(self.rawdata) > limit:
            raise FileUnreadable(kind="HTML")

    def end_all(self) -> None:
        while self._tables:
            self._end_row()
            self._tables.pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "table":
                self._begin_table()
            case "tr":
                self._end_row()
                self._tables[-1].row = []
            case "td" | "th":
                self._begin_cell(dict(attrs))
            case _ if tag in _BREAKS:
                self._add("\n")
            case _ if tag in _UNSEEN:
                self._unseen = True

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "table":
                self._end_row()
                if len(self._tables) > 1:
                    self._tables.pop()
            case "tr":
                self._end_row()
            case "td" | "th":
                self._end_cell()
            case _ if tag in _UNSEEN:
                self._unseen = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(_SPACE.sub(" ", data))

    def _add(self, text: str) -> None:
        table = self._tables[-1]
        if table.cell is not None and table.length <= _MOST_CHARACTERS:
            table.cell.append(text)
            table.length += len(text)

    def _begin_table(self) -> None:
        if len(self._tables) > _DEEPEST_TABLE:
            raise FileUnreadable(kind="HTML")
        self._tables.append(_OpenTable())

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._tables[-1]
        if table.row is None:
            table.row = []
        table.cell, table.length = [], 0
        table.number = next((number for name in _NUMBERS if (number := attributes.get(name))), None)
        table.width = _span(attributes.get("colspan"))
        table.height = _span(attributes.get("rowspan"))

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if table.cell is None or table.row is None:
            return
        _skip_reached(table)
        for column in range(len(table.row), len(table.row) + table.width):
            if table.height > 1:
                table.below[column] = table.height
        table.row += [_value(table), *[""] * (table.width - 1)]
        table.cell = None
        if len(table.row) > _MOST_COLUMNS:
            raise TooManyColumns(limit=_MOST_COLUMNS, count=len(table.row))

    def _end_row(self) -> None:
        self._end_cell()
        table = self._tables[-1]
        if table.row is None:
            return
        _skip_reached(table)
        # A row may end early, and then its last cells are blank.
        table.columns = max(table.columns, len(table.row))
        self._rows.append(table.row + [""] * (table.columns - len(table.row)))
        table.row = None
        table.below = {column: rows - 1 for column, rows in table.below.items() if rows > 1}


def _skip_reached(table: _OpenTable) -> None:
    """Leave places free that a cell further up reaches down to."""
    assert table.row is not None
    while len(table.row) in table.below:
        table.row.append("")


def _value(table: _OpenTable) -> Cell:
    text = _AROUND_BREAKS.sub("\n", "".join(table.cell or ())).strip()
    # What is shown of a long number has lost its digits; the number behind a date only counts its days.
    if table.number and _SCIENTIFIC.fullmatch(text):
        try:
            return float(table.number)
        except ValueError:
            return text
    return text


def _span(text: str | None) -> int:
    return min(int(text), _MOST_COLUMNS) if text and text.isdecimal() and len(text) < 9 and int(text) else 1
