"""A sheet of LibreOffice comes in, too."""

from pathlib import Path
from zipfile import ZipFile

from domain.file_format import FileFormat
from importers.pipeline import Dialect, open_file
from tests.importers.reading import rows_of

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = f'<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0"/>'


def write_ods(path: Path, rows: list[list[str]]) -> None:
    """Write the least that is an OpenDocument sheet."""
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        for row in rows
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    namespaces = " ".join(f'xmlns:{name}="{NAMESPACE}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Kunden">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w") as file:
        file.writestr("mimetype", MIMETYPE)
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", content)


def test_a_sheet_of_libreoffice_comes_in(tmp_path: Path) -> None:
    """By its bytes, whatever its name."""
    path = tmp_path / "kunden.xls"
    write_ods(path, [["Vorname", "Nachname", "Handy"], ["Änne", "Weiß", "0151 23456789"]])

    dialect = open_file(path).dialect
    rows = rows_of(path)

    assert dialect == Dialect(FileFormat.ODS, header_row=1, sheet="Kunden", sheets=("Kunden",))
    assert [(row.number, row.first_name, row.phone and row.phone.e164) for row in rows] == [
        (2, "Änne", "+4915123456789")
    ]
