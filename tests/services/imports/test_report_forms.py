"""A report is written as its file is: in its format, its encoding and its dialect."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from domain.errors import TooManyRows
from domain.file_format import FileFormat
from services.imports.report_csv import CsvForm, CsvReport
from tests.services.imports.importing import FILES, Desk, many
from tests.services.imports.reporting import content_of, report_of

ROWS = [("Nachname", "Mobiltelefon", "Notiz"), ("Weiß", "4,9E+12", 'eins\nzwei "drei"')]


def lines(*rows: tuple[str, ...], delimiter: str, end: str) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & {delimiter, '"', "\n"} else text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


@pytest.mark.parametrize(
    ("encoding", "mark", "delimiter", "end"),
    [
        ("utf-8", b"", ",", "\n"),
        ("utf-8", b"\xef\xbb\xbf", ";", "\r\n"),
        ("utf-16-le", b"\xff\xfe", "\t", "\r\n"),
        ("utf-16-be", b"\xfe\xff", ";", "\n"),
        ("cp1252", b"", ";", "\r\n"),
        ("mac-roman", b"", "|", "\n"),
    ],
)
async def test_a_text_file_keeps_its_dialect(
    desk: Desk, encoding: str, mark: bytes, delimiter: str, end: str
) -> None:
    """Its encoding with its mark, its delimiter, its line ends, and its cells byte by byte."""
    text = lines(*ROWS, delimiter=delimiter, end=end)

    report = await content_of(desk, mark + text.encode(encoding))

    assert report.startswith(mark)
    header, row = report.removeprefix(mark).decode(encoding).removesuffix(end).split(end, 1)
    assert header == lines(
        (*ROWS[0], "Importzeile", "Importcodes", "Importmeldungen"), delimiter=delimiter, end=""
    )
    assert row.startswith(
        lines(ROWS[1], delimiter=delimiter, end="") + f"{delimiter}2{delimiter}PHONE_SCIENT"
    )
    assert "„4,9E+12“" in row


async def test_a_sep_line_stays_the_first(desk: Desk) -> None:
    """It is what Excel goes by."""
    report = await content_of(desk, b"sep=;\r\nNachname;Handy\r\nWei\xdf;4,9E+12\r\n")

    assert report.startswith(
        b"sep=;\r\nNachname;Handy;Importzeile;Importcodes;Importmeldungen\r\nWei\xdf;4,9E+12;2;"
    )


async def test_bytes_that_fit_no_character_stay_as_they_are(desk: Desk) -> None:
    """A line that was copied from another file is the merchant's all the same."""
    content = "Nachname;Handy\nWeiß;4,9E+12\nÄrger;4,9E+12\n".encode() + b"M\xfcller;4,9E+12\n"

    report = await content_of(desk, content)

    assert b"\nM\xfcller;4,9E+12;4;" in report


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "„Łódź“ … ’x’ ½"),
        ("cp1252", "„?ódz“ … ’x’ ½"),
        ("iso8859-1", "\"?ódz\" ... 'x' ½"),
        ("cp437", "\"?ódz\" ... 'x' ½"),
    ],
)
def test_what_an_encoding_lacks_is_said_in_other_signs(encoding: str, written: str) -> None:
    """A remark never fails for a sign; the sentence is plainer then, and readable."""
    out = io.BytesIO()
    report = CsvReport(out, CsvForm(encoding, "\t", "\n"))

    report.write(["„Łódź“ … ’x’ ½", "Müller"])
    report.close()

    (row,) = csv.reader([out.getvalue().decode(encoding)], delimiter="\t")
    assert row == [written, "Müller"]


async def test_a_workbook_keeps_the_types_of_its_cells(desk: Desk) -> None:
    """A number stays one, so that what was wrong with it is seen again; a text with a zero stays a text."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "Kunden 2026"
    given: list[list[Any]] = [
        ["Kundennummer", "Nachname", "Handy", "Geburtstag", "Stammkunde"],
        ["007", "=1+1", 4.9e12, date(1980, 2, 29), True],
        ["008", "Vogt", "4,9E+12", None, None],
    ]
    for row in given:
        book.active.append(row)
    book.active["B2"].data_type = "s"
    content = io.BytesIO()
    book.save(content)

    report = await content_of(desk, content.getvalue())

    name, rows = sheet_of(report)
    code = "PHONE_SCIENTIFIC_PRECISION_LOST"
    assert name == "Kunden 2026"
    assert rows[0][5:] == ["Importzeile", "Importcodes", "Importmeldungen"]
    assert [row[:7] for row in rows[1:]] == [
        ["007", "=1+1", 4.9e12, date(1980, 2, 29), True, 2, code],
        ["008", "Vogt", "4,9E+12", "", "", 3, code],
    ]
    assert (await desk.bring(report)).codes == [(2, code, "ERROR"), (3, code, "ERROR")]


LIST = "Kundennummer;Nachname;Handy;Notiz\n007;Weiß;4,9E+12;=1+1\n008;Vogt;12;\n"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("customers_en.xls", FileFormat.XLS),
        ("clients_fr.xlsx", FileFormat.XLSX),
        ("kunden_excel_de.csv", FileFormat.CSV),
    ],
)
async def test_a_report_on_all_rows_is_the_file_again(desk: Desk, name: str, format: FileFormat) -> None:
    """Uploaded, it says what the file has said, of the same rows and columns."""
    first = await desk.bring(FILES / name)

    report = await report_of(desk, first.id, only_rejected=False)
    with report.file as file:
        again = await desk.bring(file.read())

    assert report.format is format
    assert [(*code, issue["column"]) for code, issue in zip(again.codes, again.issues, strict=True)] == [
        (*code, issue["column"]) for code, issue in zip(first.codes, first.issues, strict=True)
    ]


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("kunden_excel_de.csv", FileFormat.XLSX),
        ("kunden_excel_de.csv", FileFormat.XLS),
        ("clients_fr.xlsx", FileFormat.CSV),
        ("customers_en.xls", FileFormat.XLSX),
    ],
)
async def test_a_report_can_have_another_format(desk: Desk, name: str, format: FileFormat) -> None:
    """It is the same list all the same."""
    done = await desk.bring(FILES / name)

    report = await report_of(desk, done.id, format=format, only_rejected=False)
    with report.file as file:
        content = file.read()

    again = await desk.bring(content)
    assert report.name == f"{name.split('.')[0]}-bericht.{format.lower()}"
    assert json.loads(again.row["dialect"])["format"] == format
    assert again.row["row_count"] == done.row["row_count"]


async def test_a_sheet_too_wide_for_xls_becomes_a_newer_one(desk: Desk) -> None:
    """A sheet of .xls has 256 columns, and ours are three more."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Kunden")
    for index, header in enumerate(["Nachname", "Handy", *(f"Spalte {number}" for number in range(254))]):
        sheet.write(0, index, header)
        sheet.write(1, index, "4,9E+12" if header == "Handy" else "x")
    content = io.BytesIO()
    book.save(content)
    done = await desk.bring(content.getvalue())

    report = await report_of(desk, done.id)
    with report.file as file:
        _, rows = sheet_of(file.read())

    assert report.name == "list-fehler.xlsx"
    assert [len(row) for row in rows] == [259, 259]


async def test_a_list_too_long_for_xls_is_refused_as_such(desk: Desk) -> None:
    """Half a report would be worse than none."""
    done = await desk.bring(many(65_536, lambda number: f"{number};Kunde;"))

    with pytest.raises(TooManyRows) as refused:
        await report_of(desk, done.id, format=FileFormat.XLS, only_rejected=False)

    assert refused.value.facts == {"limit": 65_535}


def sheet_of(content: bytes) -> tuple[str, list[list[Any]]]:
    """Return name and cells of a workbook's first sheet."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sheet.name, sheet.to_python()
