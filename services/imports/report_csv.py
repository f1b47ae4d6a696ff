"""A report is written as CSV in the dialect of the file that it is about."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from domain.harmless import guard
from domain.locale import Locale
from importers.cells import Cell, cell_text
from importers.decode import open_text
from importers.readers.csv import CsvTable

_LINE_ENDS = ("\r\n", "\n", "\r")
_SAMPLE_CHARACTERS = 64 * 1024
# Where an encoding lacks a sign, these say the same.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written. `beginning` is what stands before its first row: bytes that are no text.

    In a `typed` form the cells come from a workbook, where a text that begins with "=" is no formula.
    """

    encoding: str
    delimiter: str
    line_end: str
    beginning: bytes = b""
    typed: bool = False


def form_of(table: CsvTable) -> CsvForm:
    """Return how a file is written: with its byte order mark and its `sep=` line, if it has them."""
    with open_text(table.path, table.encoding) as text:
        sep_line = text.read(table.delimiter.sep_line)
        sample = sep_line + text.read(_SAMPLE_CHARACTERS)
    with table.path.open("rb") as file:
        mark = file.read(table.encoding.bom_bytes)
    return CsvForm(
        encoding=table.encoding.name,
        delimiter=table.delimiter.sign,
        # Excel parts rows by both signs, and the lines of a cell by one of them.
        line_end=next((end for end in _LINE_ENDS if end in sample), "\r\n"),
        beginning=mark + sep_line.encode(table.encoding.name, "surrogateescape"),
    )


def form_in(locale: Locale) -> CsvForm:
    """Return how Excel of a language expects a CSV file; for workbooks, which have no such form."""
    delimiter = "," if locale is Locale.EN else ";"
    return CsvForm("utf-8", delimiter, "\r\n", b"\xef\xbb\xbf", typed=True)


class CsvReport:
    """A CSV file that is being written; cells that came from such a file go out as they came in."""

    def __init__(self, out: BinaryIO, form: CsvForm) -> None:
        self._form = form
        out.write(form.beginning)
        # A byte that fitted no character travels as a lone surrogate, and is written as that byte again.
        errors = "replace" if form.encoding.startswith("utf-16") else "surrogateescape"
        self._text = io.TextIOWrapper(out, form.encoding, errors, newline="")
        # csv quotes the line ends that it writes itself, and both kinds stand in cells.
        self._rows = csv.writer(_Lines(self._text, form.line_end), delimiter=form.delimiter)

    def write(self, cells: Sequence[Cell]) -> None:
        """Write one row."""
        texts = map(cell_text, cells)
        if self._form.typed:
            texts = map(guard, texts)
        self._rows.writerow([_writable(text, self._form.encoding) for text in texts])

    def close(self) -> None:
        """Write what is left, and leave the file to whoever has opened it."""
        self._text.flush()
        self._text.detach()


class _Lines:
    """Takes rows as csv writes them and ends them as the file does."""

    def __init__(self, text: io.TextIOWrapper, line_end: str) -> None:
        self._text, self._line_end = text, line_end

    def write(self, row: str) -> int:
        return self._text.write(row.removesuffix("\r\n") + self._line_end)


def _writable(text: str, encoding: str) -> str:
    """Return a text that an encoding can write: what it lacks becomes the nearest that it has, else "?"."""
    try:
        text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return "".join(_nearest(sign, encoding) for sign in text)
    return text


def _nearest(sign: str, encoding: str) -> str:
    for nearer in (sign, unicodedata.normalize("NFKD", sign.translate(_PLAIN))):
        known = nearer.encode(encoding, "ignore").decode(encoding)
        if known:
            return known
    return "?"
