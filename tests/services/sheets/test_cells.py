"""Whatever text is put into a cell is read from it again, in every format."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.columns import ColumnKey
from domain.file_format import FileFormat
from domain.locale import Locale
from domain.visible import visible
from services.sheets.sheet import SheetRow, customer_sheet
from services.sheets.templates import write_sheet
from tests.importers.reading import rows_of

FORMATS = (FileFormat.CSV, FileFormat.XLS, FileFormat.XLSX)
SHEET = customer_sheet(Locale.DE, (), ())
NOTE = [column.target for column in SHEET.columns].index(ColumnKey.NOTE)

ODD = [
    *("=1+1", "+49…", "-5", "@x", "＝1+1", "'", "''", "'=1", "'0151", "''0151", '="0151"', "\t=1"),
    *('a "b" c', '"', "a;b,c|d", "a\nb\n\nc", "a\tb", "NULL", "#N/A", "TRUE", "1e5", "00123", "sep=;"),
    *(
        "_x000D_",
        "_x005F_",
        "_x0041_b",
        "<b>&amp;</b>",
        "]]>",
        "\ufffe\uffff",
        "a\u2028b",
        "👩\u200d🔬🦊",
        "שלום עולם",
    ),
]
ALIKE = st.text(st.sampled_from("a1 .'=+-@\"_x0D;\n\tä🦊\uffff"), max_size=12)


def note_row(note: str) -> SheetRow:
    row = [""] * len(SHEET.columns)
    row[0], row[NOTE] = "K-1", note
    return row


def notes_of(path: Path, format: FileFormat, notes: list[str]) -> list[str | None]:
    """Write a sheet with these notes and return what an import reads of them."""
    path.write_bytes(write_sheet(format, SHEET, map(note_row, notes)))
    return [row.note for row in rows_of(path, "DE")]


@pytest.mark.parametrize("format", FORMATS)
def test_odd_texts_come_back(tmp_path: Path, format: FileFormat) -> None:
    """As they can be seen."""
    notes = [visible(text) for text in ODD]

    assert notes_of(tmp_path / "sheet", format, notes) == [note or None for note in notes]


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40)
@given(texts=st.lists(st.text(max_size=20) | ALIKE, min_size=1, max_size=20))
def test_any_texts_come_back(
    tmp_path_factory: pytest.TempPathFactory, format: FileFormat, texts: list[str]
) -> None:
    """What Postgres can't keep, no customer has."""
    notes = [visible(text.encode("utf-8", "ignore").decode()) for text in texts]

    read = notes_of(tmp_path_factory.mktemp("any") / "sheet", format, notes)

    assert read == [note or None for note in notes]


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_sheet_of_emoji_comes_back(tmp_path: Path, format: FileFormat) -> None:
    """Wherever the records of .xls part its texts, they part no sign."""
    notes = ["🦊" * (number % 7 + 1) + "a" * (number % 5) + str(number) for number in range(4_000)]
    notes += ["🦊" * 4_500, "a" + "🦊" * 4_500, "ä" * 9_999]

    assert notes_of(tmp_path / "sheet", format, notes) == [note or None for note in notes]


def test_a_sheet_of_excel_is_read_by_others_too(tmp_path: Path) -> None:
    """Texts are texts, in cells and columns, and the sheet does not say that it ends at its header."""
    content = write_sheet(FileFormat.XLSX, SHEET, [note_row("=1+1"), note_row("  two  ")])

    (page,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    cells = [page.cell(row, NOTE + 1) for row in (2, 3)]

    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("=1+1", "s", "@"),
        ("  two  ", "s", "@"),
    ]
    (read_only,) = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets
    assert len(list(read_only.rows)) == 3
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
