"""Files that are small and would be huge, made for the test that opens them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

_OFFICE = "http://schemas.openxmlformats.org"
_PACKAGE = f"{_OFFICE}/package/2006"
_DOCUMENT = f"{_OFFICE}/officeDocument/2006/relationships"
_SHEET = f"{_OFFICE}/spreadsheetml/2006/main"
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def archive(entries: dict[str, str]) -> bytes:
    """Return an archive with these entries."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def workbook(sheet: str, doctype: str = "") -> bytes:
    """Return an .xlsx of one sheet, given as its rows in XML."""
    relation = '<Relationship Id="r1" Type="{}" Target="{}"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": relations.format(
                relation.format(f"{_DOCUMENT}/officeDocument", "xl/workbook.xml")
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENT}"><sheets>'
            '<sheet name="Kunden" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations.format(
                relation.format(f"{_DOCUMENT}/worksheet", "worksheets/sheet1.xml")
            ),
            "xl/worksheets/sheet1.xml": f'{doctype}<worksheet xmlns="{_SHEET}"><sheetData>{sheet}'
            "</sheetData></worksheet>",
        }
    )


def row(number: int, **cells: str) -> str:
    """Return a row of an .xlsx; cells by their columns."""
    texts = (
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    )
    return f'<row r="{number}">{"".join(texts)}</row>'


def far_away() -> bytes:
    """Return a sheet of four cells, one of them in its farthest corner: 17 thousand million places."""
    return workbook(row(1, A="Vorname", B="Nachname") + row(2, A="Ida") + row(1_048_576, XFD="x"))


def entities(layers: int) -> str:
    """Return a document type of which `&e…;` is 10 to the power of `layers` letters."""
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, layers + 1))
    return f'<!DOCTYPE bomb [<!ENTITY e0 "x">{inner}]>'


def laughs() -> bytes:
    """Return an .xlsx with a thousand million letters in one cell."""
    return workbook(row(1, A="Nachname") + row(2, A="&e9;"), entities(9))


def laughing_page() -> bytes:
    """Return the same as an XML Spreadsheet 2003."""
    cell = '<Row><Cell><Data ss:Type="String">{}</Data></Cell></Row>'
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{entities(9)}<Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Worksheet ss:Name="S"><Table>{cell.format("Nachname")}{cell.format("&e9;")}</Table></Worksheet>'
        "</Workbook>"
    ).encode()


def repeated() -> bytes:
    """Return an .ods of one row that is said to stand there a million times, 16,000 cells wide."""
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="{}">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    rows = row.format(1, cell.format(1, "Nachname")) + row.format(1_000_000, cell.format(16_000, "x"))
    namespaces = " ".join(
        f'xmlns:{name}="{_OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text")
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OPEN_DOCUMENT}:manifest:1.0"/>',
            "content.xml": f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Kunden">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def zeros() -> bytes:
    """Return an .xlsx of a few kilobytes that unpacks to ten megabytes."""
    return archive({"xl/workbook.xml": " " * 10_000_000})
