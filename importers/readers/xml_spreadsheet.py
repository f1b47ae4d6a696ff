"""A sheet of an XML Spreadsheet 2003, as Excel writes it and many a program after it, becomes records."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from domain.errors import FileUnreadable, UnsupportedFile
from importers.cells import Cell, Record
from importers.limits import CHUNK_BYTES

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_HIDDEN = "urn:schemas-microsoft-com:office:excel Visible"
# As many as Excel has; an index above is a lie.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_CHARACTERS = 100_000  # enough of a cell to see that it is too long


@dataclass(frozen=True, slots=True)
class XmlSheet:
    """One sheet, read from the file every time anew, in constant memory."""

    path: Path
    name: str

    def records(self) -> Iterator[Record]:
        """Yield every row from the first on, blank ones as no cells. Errors: FileUnreadable."""
        reader = _SheetReader(self.name)
        for _ in _parsed(self.path, reader.listen):
            yield from reader.taken()
            if reader.ended:
                return

    def height(self) -> None:
        """Say that only reading tells."""


def visible_sheets(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets that a person sees.

    Errors: FileUnreadable; UnsupportedFile for XML that is about something else.
    """
    reader = _NameReader()
    for _ in _parsed(path, reader.listen):
        pass
    if not reader.names:
        raise UnsupportedFile(kind="XML")
    return tuple(name for name in reader.names if name not in reader.hidden)


def _parsed(path: Path, listen: Callable[[XMLParserType], None]) -> Iterator[None]:
    """Parse a file piece by piece. No document type and so no entities are taken: they make XML bombs."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    listen(parser)
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
    except (ExpatError, ValueError, LookupError) as error:
        raise FileUnreadable(kind="XML") from error


def _refuse_doctype(*_: object) -> None:
    raise FileUnreadable(kind="XML")


class _NameReader:
    """Finds the sheets and which of them are hidden."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.hidden: set[str] = set()
        self._is_state = False

    def listen(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._is_state = tag == _HIDDEN
        if tag == f"{_SS}Worksheet":
            self.names.append(attributes.get(f"{_SS}Name", ""))

    def _end(self, tag: str) -> None:
        self._is_state = False

    def _text(self, text: str) -> None:
        if self._is_state and self.names and text.strip() in {"SheetHidden", "SheetVeryHidden"}:
            self.hidden.add(self.names[-1])


class _SheetReader:
    """Collects the rows of one sheet as they end."""

    def __init__(self, sheet: str) -> None:
        self.ended = False
        self._sheet = sheet
        self._inside = False
        self._records: list[Record] = []
        self._number = 0
        self._row: list[Cell] = []
        self._width = 0
        # Rows and columns that the last one covers as well.
        self._covered_rows = self._covered_columns = 0
        self._type = ""
        self._text: list[str] | None = None
        self._length = 0
        self._commenting = False

    def listen(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add

    def taken(self) -> list[Record]:
        """Return the rows that have ended since the last call."""
        records, self._records = self._records, []
        return records

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.removeprefix(_SS):
            case "Worksheet":
                self._inside = not self.ended and attributes.get(f"{_SS}Name", "") == self._sheet
            case "Row" if self._inside:
                self._begin_row(attributes)
            case "Cell" if self._inside:
                self._begin_cell(attributes)
            case "Comment":
                self._commenting = True
            case "Data" if self._inside and not self._commenting:
                self._type, self._text, self._length = attributes.get(f"{_SS}Type", "String"), [], 0

    def _end(self, tag: str) -> None:
        match tag.removeprefix(_SS):
            case "Worksheet":
                self.ended = self.ended or self._inside
                self._inside = False
            case "Row" if self._inside:
                # Blank cells at the end are not written.
                self._width = max(self._width, len(self._row))
                self._row += [""] * (self._width - len(self._row))
                self._records.append((self._number, self._row))
            case "Comment":
                self._commenting = False
            case "Data" if self._text is not None:
                self._row[-1:] = [_value(self._type, "".join(self._text))]
                self._text = None

    def _add(self, text: str) -> None:
        if self._text is not None and self._length <= _MOST_CHARACTERS:
            self._text.append(text)
            self._length += len(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get(f"{_SS}Index", self._number + self._covered_rows + 1))
        if not self._number < number <= _LAST_ROW:
            raise FileUnreadable(kind="XML")
        self._records.extend((blank, ()) for blank in range(self._number + 1, number))
        self._number, self._row = number, []
        self._covered_rows, self._covered_columns = int(attributes.get(f"{_SS}Span", 0)), 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = int(attributes.get(f"{_SS}Index", len(self._row) + self._covered_columns + 1))
        if not len(self._row) < place <= _LAST_COLUMN:
            raise FileUnreadable(kind="XML")
        self._row += [""] * (place - len(self._row))
        self._covered_columns = int(attributes.get(f"{_SS}MergeAcross", 0))


def _value(type: str, text: str) -> Cell:
    try:
        return _VALUES[type](text) if type in _VALUES else text
    except ValueError:
        return text


_VALUES: Mapping[str, Callable[[str], Cell]] = {
    "Number": float,
    "DateTime": datetime.fromisoformat,
    "Boolean": lambda text: text.strip() == "1",
    "Error": lambda text: "",
}
