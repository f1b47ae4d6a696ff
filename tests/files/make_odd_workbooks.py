"""Writes the workbooks of this folder that no spreadsheet would write today, or none would write at all."""
# ruff: noqa: E501 -- the lines of a file are as long as they are

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlwt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from xlwt.CompoundDoc import XlsDoc

HERE = Path(__file__).parent
Row = Sequence[object]


def write(name: str, content: bytes) -> None:
    (HERE / name).write_bytes(content)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(title: str, rows: Iterable[Row]) -> Workbook:
    book = Workbook()
    first_page(book, title, rows)
    return book


def first_page(book: Workbook, title: str, rows: Iterable[Row]) -> Worksheet:
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    return page


def another_page(book: Workbook, title: str, rows: Iterable[Row]) -> Worksheet:
    page: Worksheet = book.create_sheet(title)
    for row in rows:
        page.append(list(row))
    return page


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an archive with its entries changed."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(out, "w", ZIP_DEFLATED) as file:
        for entry in given.infolist():
            file.writestr(entry, change(entry.filename, given.read(entry)))
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(ZipInfo(name, (2026, 3, 1, 0, 0, 0)), content)
    return out.getvalue()


def hidden_sheets() -> bytes:
    """A hidden sheet with old customers, a cover, the list, and another list behind it."""
    book = one_sheet("Alt", [("Vorname", "Nachname", "Handy"), ("Alt", "Kunde", "0171 3920099")])
    book["Alt"].sheet_state = "hidden"
    another_page(book, "Deckblatt", [("Kunden der Eckbäckerei",), ("Stand", date(2026, 3, 1))])
    another_page(book, "Kunden", [("Vorname", "Nachname", "Handy"), ("Ida", "Vogt", "0171 3920001")])
    another_page(book, "Lieferanten", [("Vorname", "Nachname", "Handy"), ("Uwe", "Mehl", "0171 3920002")])
    book.active = 1
    return saved(book)


def merged_cells() -> bytes:
    """A title over all columns, a header over two rows, a group that stands once for two customers."""
    rows = (
        ("Kundenliste 2026", None, None, None),
        (None, None, None, None),
        ("Gruppe", "Nachname", "Kontakt", None),
        ("Gruppe", "Nachname", "Handy", "E-Mail"),
        ("Stamm", "Vogt", "0171 3920001", "ida@vogt.example"),
        (None, "Weiß", "0171 3920002", None),
    )
    book = one_sheet("Kunden", rows)
    page = book["Kunden"]
    for cells in ("A1:D1", "C3:D3", "A5:A6"):
        page.merge_cells(cells)
    return saved(book)


def formulas() -> bytes:
    """Cells whose values were computed by Excel, and are kept beside the formula; one has none, one an error."""
    rows = (
        ("Kundennummer", "Vorname", "Nachname", "E-Mail"),
        ('="K-"&1', "Ida", "=UPPER(B2)", "ida@vogt.example"),
        ('="K-"&2', "Uwe", "=VLOOKUP(1,A1:B2,9)", "uwe@weiss.example"),
        ("K-3", "=1+1", "'=1+1", "eva@rot.example"),
    )
    results = {"A2": "K-1", "C2": "VOGT", "A3": "K-2", "C3": "#REF!"}

    def computed(name: str, content: bytes) -> bytes:
        for place, value in results.items() if name.startswith("xl/worksheets/") else ():
            kind = b"e" if value.startswith("#") else b"str"
            place_tag = b'<c r="' + place.encode() + b'"'
            begin = content.index(place_tag)
            end = content.index(b"</c>", begin)
            cell = content[begin:end].replace(place_tag, place_tag + b' t="' + kind + b'"')
            cell = cell.replace(b"<v />", b"<v>" + value.encode() + b"</v>").replace(
                b"<v></v>", b"<v>" + value.encode() + b"</v>"
            )
            content = content[:begin] + cell + content[end:]
        return content

    return repacked(saved(one_sheet("Kunden", rows)), computed)


def dates(epoch: datetime | None = None) -> bytes:
    """Dates and times as Excel has them: numbers with a format."""
    rows = (
        ("Nachname", "Geburtstag", "E-Mail"),
        ("Tag", date(1985, 12, 31), "tag@example.org"),
        ("Mit Uhrzeit", datetime(2021, 3, 4, 10, 30), "uhrzeit@example.org"),
        ("Text", "4.3.2021", "text@example.org"),
        ("Schalttag", date(2024, 2, 29), "schalttag@example.org"),
        ("Zahl", 44259, "zahl@example.org"),
    )
    book = Workbook()
    if epoch:
        book.epoch = epoch
    first_page(book, "Kunden", rows)
    return saved(book)


def numbers_as_phones() -> bytes:
    """What Excel makes of phone numbers that were typed without an apostrophe."""
    return saved(
        one_sheet(
            "Kunden",
            (
                ("Kundennummer", "Nachname", "Handy", "PLZ"),
                (1.0, "International", 491713920001, 1067),
                (2.0, "National", 1713920002, 1067.0),
                ("003", "Text", "0171 3920003", "01067"),
                (4, "Gerundet", 491714000000, 50667),
                (5, "Wahrheit", True, 50667),
            ),
        )
    )


def streamed() -> bytes:
    """As programs write that never hold a sheet: texts inline, no size told."""
    book = Workbook(write_only=True)
    page = book.create_sheet("export")
    page.append(["first_name", "last_name", "phone", "note"])
    note = CellRichText("likes ", TextBlock(InlineFont(b=True), "strong"), " tea")
    page.append(["Ada", "O'Hara", "+44 7400 123456", note])
    page.append(["Alan", None, "07400 123457"])
    return saved(book)


def macros() -> bytes:
    """A workbook with macros, which are never run."""

    def with_macros(name: str, content: bytes) -> bytes:
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return content.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    rows = (("Nom", "Portable"), ("Lefèvre", "06 12 34 56 78"))
    out = BytesIO(repacked(saved(one_sheet("Clients", rows)), with_macros))
    with ZipFile(out, "a") as file:
        file.writestr(ZipInfo("xl/vbaProject.bin", (2026, 3, 1, 0, 0, 0)), b"\xd0\xcf\x11\xe0")
    return out.getvalue()


def opendocument() -> bytes:
    """A list of LibreOffice: repeated blank cells, a number, a date, two lines in a cell."""
    content = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Kunden">
<table:table-row><table:table-cell office:value-type="string"><text:p>Nachname</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Handy</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="string"><text:p>Notiz</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="5"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Größmann</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="491713920001"><text:p>4,91714E+11</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="string"><text:p>zahlt</text:p><text:p>bar</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
    return archive(
        {
            "mimetype": kind.encode(),
            # LibreOffice writes no line ends between cells, and its reader here takes none.
            "content.xml": content.replace("\n", "").encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _named(content: bytes, stream: str) -> bytes:
    """Return a compound file of xlwt with another name of its stream."""
    entry = content.find("Workbook".encode("utf-16-le") + b"\0\0")
    name = stream.encode("utf-16-le") + b"\0\0"
    out = bytearray(content)
    out[entry : entry + 64] = name.ljust(64, b"\0")
    out[entry + 64 : entry + 66] = struct.pack("<H", len(name))
    return bytes(out)


def excel_5() -> bytes:
    """A workbook of Excel 95, BIFF5: texts in Windows-1252, stream `Book`."""
    cells = (
        (0, 0, "Nachname"), (0, 1, "Handy"), (0, 2, "Ort"),
        (1, 0, "Größmann"), (1, 1, 491713920001.0), (1, 2, "Köln"),
    )  # fmt: skip
    sheet = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC))
    sheet += _record(0x0200, struct.pack("<HHHHH", 0, 2, 0, 3, 0))
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            text = value.encode("cp1252")
            sheet += _record(0x0204, place + struct.pack("<H", len(text)) + text)
        else:
            sheet += _record(0x0203, place + struct.pack("<d", value))
    sheet += _record(0x000A, b"")
    begin = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC))
    begin += _record(0x0042, struct.pack("<H", 1252))
    name = b"Kunden"
    at = len(begin) + 4 + 6 + 1 + len(name) + 4
    globals_ = begin + _record(0x0085, struct.pack("<LHB", at, 0, len(name)) + name) + _record(0x000A, b"")
    out = BytesIO()
    XlsDoc().save(out, (globals_ + sheet).ljust(5000, b"\0"))
    return _named(out.getvalue(), "Book")


def old_excel(rows: Iterable[Row]) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Kunden")
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            page.write(number, index, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def encrypted_xls(content: bytes) -> bytes:
    """Return a workbook whose second record says that it is encrypted."""
    out = bytearray(content)
    beginning = out.find(b"\x09\x08")
    (length,) = struct.unpack("<H", out[beginning + 2 : beginning + 4])
    out[beginning + 4 + length : beginning + 6 + length] = b"\x2f\x00"
    return bytes(out)


PEOPLE = (("Vorname", "Nachname", "Handy"), ("Ida", "Vogt", "0171 3920001"), ("Uwe", "Weiß", 491713920002.0))

if __name__ == "__main__":
    write("hidden_sheets.xlsx", hidden_sheets())
    write("merged_cells.xlsx", merged_cells())
    write("formulas.xlsx", formulas())
    write("dates.xlsx", dates())
    write("dates_1904.xlsx", dates(CALENDAR_MAC_1904))
    write("numbers_as_phones.xlsx", numbers_as_phones())
    write("streamed.xlsx", streamed())
    write("macros.xlsm", macros())
    write("libreoffice.ods", opendocument())
    write("excel_95.xls", excel_5())
    write("kunden_as.csv", old_excel(PEOPLE))
    write("encrypted.xlsx", _named(old_excel(PEOPLE), "EncryptedPackage"))
    write("encrypted.xls", encrypted_xls(old_excel(PEOPLE)))
    write("letter.doc", _named(old_excel(PEOPLE), "WordDocument"))
    write("cut_off.xls", old_excel(PEOPLE)[:2500])
    write("cut_off.xlsx", saved(one_sheet("Kunden", PEOPLE))[:4000])
    write("letter.docx", archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}))
    write("list.numbers", archive({"Index/Document.iwa": b"\0", "preview.jpg": b"\xff\xd8\xff"}))
    write("packed.zip", archive({"kunden.csv": b"Vorname;Nachname\nIda;Vogt\n"}))
    write("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(64)))
