"""Whatever table a program writes, in whatever dialect, comes back cell by cell."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import quoteattr

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from importers.cells import Cell, cell_text
from importers.pipeline import DialectDraft, open_file

HEADER = ["Vorname", "Nachname", "Notiz"]
DELIMITERS = [",", ";", "\t", "|"]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# No control characters, surrogates or line ends but \n: no spreadsheet keeps them.
LETTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Co"), include_characters="\n", exclude_characters="\ufffe\uffff"
)
TEXTS = st.text(LETTERS, max_size=12)
WESTERN = st.text(st.sampled_from("abc äöüßéèàç €’«» \n,;|\t\"'=+-0123456789"), max_size=12)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of three cells, of which the first is never blank: a blank row is none."""
    row = st.tuples(cells.map(lambda text: f"x{text}"), cells, cells).map(list)
    return st.lists(row, min_size=1, max_size=5)


def read(content: bytes, given_dialect: DialectDraft | None = None) -> list[list[str]]:
    """Return the texts of all cells below the header."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        analysis = open_file(path, given=given_dialect)
        records = list(analysis.table.records())[analysis.dialect.header_row :]
        return [[cell_text(cell) for cell in cells] for _, cells in records]


def as_csv(rows: Sequence[Sequence[str]], delimiter: str, quoting: int, line_end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerows([HEADER, *rows])
    return out.getvalue()


@QUICK
@given(
    rows=tables(TEXTS),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_csv_file_of_unicode_comes_back(
    rows: list[list[str]], delimiter: str, quoting: int, line_end: str, codec: str
) -> None:
    """Without a word about its dialect."""
    # Who ends lines with one CR knows no LF, and would not quote it.
    quoting = csv.QUOTE_ALL if line_end == "\r" else quoting
    content = as_csv(rows, delimiter, quoting, line_end).encode(codec)

    assert read(content) == rows


@QUICK
@given(
    rows=tables(WESTERN),
    delimiter=st.sampled_from(DELIMITERS),
    codec=st.sampled_from(["cp1252", "mac-roman"]),
)
def test_a_csv_file_of_a_code_page_comes_back(rows: list[list[str]], delimiter: str, codec: str) -> None:
    """When it is named, however few letters there are to tell it by."""
    content = as_csv(rows, delimiter, csv.QUOTE_MINIMAL, "\r\n").encode(codec)

    assert read(content, DialectDraft(encoding=codec, delimiter=delimiter)) == rows


def test_a_code_page_is_found_out_by_a_sentence() -> None:
    """A few words of German or French are enough."""
    sentences = ["Grüße aus Köln, schöne Äpfel", "Élève à Besançon, où l'été dure", "Weiß & Söhne"]

    for codec in ("cp1252", "mac-roman", "cp850"):
        for sentence in sentences:
            rows = [["Ida", "Vogt", sentence]]
            content = as_csv(rows, ";", csv.QUOTE_MINIMAL, "\r\n").encode(codec, "replace")
            if "?" not in content.decode(codec):
                assert (codec, read(content)) == (codec, rows)


@QUICK
@given(rows=tables(TEXTS))
def test_a_workbook_of_openpyxl_comes_back(rows: list[list[str]]) -> None:
    """Texts that look like formulas are written as texts."""
    book = Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate([HEADER, *rows], 1):
        for column, text in enumerate(row, 1):
            cell = page.cell(number, column)
            try:
                cell.value = text
            except IllegalCharacterError:
                return
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)

    assert read(out.getvalue()) == rows


@QUICK
@given(rows=tables(TEXTS))
def test_a_workbook_of_xlwt_comes_back(rows: list[list[str]]) -> None:
    """In UTF-16 or compressed, as BIFF has it."""
    book, out = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("S")
    for number, row in enumerate([HEADER, *rows]):
        for column, text in enumerate(row):
            page.write(number, column, text)
    book.save(out)

    assert read(out.getvalue()) == rows


@QUICK
@given(rows=tables(TEXTS))
def test_an_xml_spreadsheet_comes_back(rows: list[list[str]]) -> None:
    """Line breaks as Excel writes them: as character references."""
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    texts = [[escape(text).replace("\n", "&#10;") for text in row] for row in [HEADER, *rows]]
    body = "".join(f"<Row>{''.join(map(cell.format, row))}</Row>" for row in texts)
    namespace = quoteattr("urn:schemas-microsoft-com:office:spreadsheet")
    content = (
        f'<?xml version="1.0"?><Workbook xmlns={namespace} xmlns:ss={namespace}>'
        f'<Worksheet ss:Name="S"><Table>{body}</Table></Worksheet></Workbook>'
    )

    assert read(content.encode()) == rows


@QUICK
@given(rows=tables(TEXTS))
def test_a_page_comes_back_but_for_its_white_space(rows: list[list[str]]) -> None:
    """Browsers make one space of several; line breaks are tags."""
    texts = [[escape(text).replace("\n", "<br>") for text in row] for row in [HEADER, *rows]]
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in texts)

    found = read(f"<html><table>{body}</table></html>".encode())

    assert [[text.split() for text in row] for row in found] == [
        [text.split() for text in row] for row in rows
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (17, "17"),
        (17.0, "17"),
        (0.5, "0.5"),
        (491512345678, "491512345678"),
        (True, "true"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 10, 30), "2026-03-01T10:30:00"),
    ],
)
def test_a_typed_cell_comes_back_as_its_author_sees_it(value: Cell, text: str) -> None:
    """From .xlsx and .xls alike."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append(["Ida", "Vogt", value])
    xlsx = io.BytesIO()
    book.save(xlsx)
    old, xls = xlwt.Workbook(), io.BytesIO()
    sheet = old.add_sheet("S")
    style = (
        xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
        if isinstance(value, date)
        else xlwt.Style.default_style
    )
    rows: list[list[Cell]] = [[*HEADER], ["Ida", "Vogt", value]]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, style if cell is value else xlwt.Style.default_style)
    old.save(xls)

    assert read(xlsx.getvalue()) == read(xls.getvalue()) == [["Ida", "Vogt", text]]
