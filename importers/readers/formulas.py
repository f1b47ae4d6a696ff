"""Which cells of an .xlsx sheet hold a formula whose result nobody has kept."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from domain.errors import FileUnreadable
from importers.cells import Formula
from importers.limits import CHUNK_BYTES

# The place of a cell: its row as the sheet shows it, from 1, and its column from 0.
Place = tuple[int, int]

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_LONGEST_TAG = 16
_MOST_CHARACTERS = 500  # of a formula, to find it again
_MOST_FORMULAS = 200_000  # they are kept in memory, and by then it has been said often enough


def formulas_without_result(path: Path, sheet: str) -> dict[Place, Formula]:
    """Return the formulas of a sheet that have no result, or only an error such as `#REF!`.

    Programs that write workbooks without computing them leave such cells, and whoever reads them sees blank
    ones. Most sheets hold no formula; that is seen without parsing them.
    Errors: FileUnreadable for a sheet with a document type.
    """
    with ZipFile(path) as archive:
        entry = _entry_of(archive, sheet)
        if entry is None:
            return {}
        with archive.open(entry) as content:
            if not _holds_formulas(content):
                return {}
        finder = _Finder()
        with archive.open(entry) as content:
            _parse(content, finder.start, finder.end, finder.text)
        return finder.found


def _entry_of(archive: ZipFile, sheet: str) -> str | None:
    """Return the entry that holds a sheet, as the workbook and its relations tell it."""
    related: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "sheet":
                ids = (value for name, value in attributes.items() if name.endswith("/relationships id"))
                related[attributes.get("name", "")] = next(ids, "")
            case "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for entry in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if entry in archive.namelist():
            with archive.open(entry) as content:
                _parse(content, start)
    target = targets.get(related.get(sheet, ""), "")
    found = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return found if found in archive.namelist() else None


def _holds_formulas(content: IO[bytes]) -> bool:
    end = b""
    while chunk := content.read(CHUNK_BYTES):
        if _FORMULA.search(end + chunk):
            return True
        end = chunk[-_LONGEST_TAG:]
    return False


def _parse(
    content: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        parser.ParseFile(content)
    except ExpatError:
        return  # calamine has read it, or will say what is wrong with it


def _refuse_doctype(*_: object) -> None:
    raise FileUnreadable(kind="XLSX")  # no program writes one, and bombs are made of it


class _Finder:
    """Finds the cells with a formula and no result."""

    def __init__(self) -> None:
        self.found: dict[Place, Formula] = {}
        self._place = ""
        self._part = ""
        self._is_error = False
        self._formula: str | None = None
        self._result = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._part = tag.rpartition(" ")[2]
        if self._part == "c":
            self._place, self._is_error = attributes.get("r", ""), attributes.get("t") == "e"
            self._formula, self._result = None, ""
        elif self._part == "f":
            self._formula = ""

    def text(self, text: str) -> None:
        if self._part == "f" and self._formula is not None:
            self._formula = (self._formula + text)[:_MOST_CHARACTERS]
        elif self._part in {"v", "t"}:
            self._result += text

    def end(self, tag: str) -> None:
        self._part = ""
        if tag.rpartition(" ")[2] != "c" or self._formula is None or (self._result and not self._is_error):
            return
        if len(self.found) < _MOST_FORMULAS and (place := _PLACE.fullmatch(self._place)):
            self.found[int(place[2]), _column(place[1])] = Formula(f"={self._formula}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
