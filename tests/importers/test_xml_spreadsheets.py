"""An XML Spreadsheet 2003, which many programs save as .xls, is read, and never trusted."""

from pathlib import Path

import pytest

from domain.errors import Failure, FileUnreadable, UnsupportedFile
from domain.file_format import FileFormat
from importers.limits import MIB
from importers.pipeline import Dialect, open_file
from tests.importers.reading import peak_bytes, rows_of

SPREADSHEET = (
    '<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{sheets}</Workbook>'
)
HIDDEN = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"


def cell(value: str, type: str = "String", places: str = "") -> str:
    return f'<Cell {places}><Data ss:Type="{type}">{value}</Data></Cell>'


def row(*cells: str, places: str = "") -> str:
    return f"<Row {places}>{''.join(cells)}</Row>"


def sheet(name: str, *rows: str, options: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{options}</Worksheet>'


def spreadsheet(*sheets: str, encoding: str = "utf-8") -> bytes:
    return SPREADSHEET.format(sheets="".join(sheets), encoding=encoding).encode(encoding)


def saved(folder: Path, content: bytes | str) -> Path:
    path = folder / "kunden.xls"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(folder: Path, content: bytes | str) -> Failure:
    with pytest.raises(Failure) as failure:
        rows_of(saved(folder, content))
    return failure.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_an_xml_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    """The first visible sheet that is a list, in whatever encoding the file says."""
    path = saved(
        tmp_path,
        spreadsheet(
            sheet("Alt", row(cell("Nachname"), cell("Ort")), row(cell("Alt"), cell("Ulm")), options=HIDDEN),
            sheet("Kunden", row(cell("Nachname"), cell("Ort")), row(cell("Größmann"), cell("Köln"))),
            encoding=encoding,
        ),
    )

    (only,) = rows_of(path)

    assert open_file(path).dialect == Dialect(
        FileFormat.XLS, header_row=1, sheet="Kunden", sheets=("Kunden",)
    )
    assert (only.number, only.last_name) == (2, "Größmann")


def test_the_places_of_an_xml_spreadsheet_are_those_that_excel_shows(tmp_path: Path) -> None:
    """Rows and cells may say where they stand, and may cover others; a comment is no value."""
    path = saved(
        tmp_path,
        spreadsheet(
            sheet(
                "S",
                row(cell("Liste", places='ss:MergeAcross="1"'), cell("2026"), places='ss:Index="2"'),
                row(cell("Nachname"), cell("Notiz", places='ss:Index="3"'), places='ss:Span="1"'),
                row(
                    '<Cell><Data ss:Type="String">Vogt</Data>'
                    "<Comment><ss:Data>alt</ss:Data></Comment></Cell>",
                    cell("2021-03-04T00:00:00.000", "DateTime", 'ss:Index="3"'),
                ),
                row(cell("4915123456789", "Number"), "<Cell/>", cell("1", "Boolean")),
                row(cell("#N/A", "Error"), "<Cell/>", cell("kaputt", "Number")),
            )
        ),
    )

    rows = rows_of(path)

    assert [column.header for column in open_file(path).columns] == ["Nachname", "", "Notiz"]
    assert [(row.number, row.last_name, row.note) for row in rows] == [
        (5, "Vogt", "2021-03-04"),
        (6, "4915123456789", "true"),
        (7, None, "kaputt"),
    ]


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b'<?xml version="1.0"?><rss/>', UnsupportedFile(kind="XML")),
        (b'<?xml version="1.0"?><Workbook/>', UnsupportedFile(kind="XML")),
        (spreadsheet(sheet("S", row(cell("Nachname"))))[:-20], FileUnreadable(kind="XML")),
        (
            spreadsheet(sheet("S", row(cell("Nachname"), places='ss:Index="9999999"'))),
            FileUnreadable(kind="XML"),
        ),
        (
            spreadsheet(sheet("S", row(cell("Nachname", places='ss:Index="99999"')))),
            FileUnreadable(kind="XML"),
        ),
        (
            spreadsheet(sheet("S", row(cell("Nachname", places='ss:Index="x"')))),
            FileUnreadable(kind="XML"),
        ),
        (
            b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>',
            FileUnreadable(kind="XML"),
        ),
    ],
    ids=["other", "no sheets", "cut off", "row", "column", "no number", "entities"],
)
def test_xml_that_is_no_spreadsheet_or_none_to_be_trusted_is_refused(
    tmp_path: Path, content: bytes, failure: Failure
) -> None:
    """Entities most of all: they make bombs."""
    assert refusal(tmp_path, content) == failure


def test_memory_does_not_grow_with_its_rows(tmp_path: Path) -> None:
    """Twenty times the rows, and not one megabyte more."""
    small = peak_bytes(saved(tmp_path, spreadsheet_of(1_000)))
    large = peak_bytes(saved(tmp_path, spreadsheet_of(20_000)))

    assert max(large - small, 0) // MIB == 0


def spreadsheet_of(rows: int) -> bytes:
    return spreadsheet(sheet("S", row(cell("Nachname")), *(row(cell(f"Vogt {n}")) for n in range(rows))))
