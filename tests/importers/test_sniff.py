"""The format is what the bytes are, and what holds no table is refused by name."""

import io
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt

from domain.errors import (
    Failure,
    FileEmpty,
    FileEncrypted,
    FileTooLarge,
    FileUnreadable,
    UnsupportedFile,
    WorkbookTooLarge,
)
from domain.file_format import FileFormat
from importers.limits import Limits
from importers.pipeline import open_file
from tests.importers.reading import FILES


def refusal(path: Path, content: bytes, limits: Limits | None = None) -> Failure:
    """Return why a file with these bytes is refused."""
    path.write_bytes(content)
    with pytest.raises(Failure) as failure:
        open_file(path, limits=limits or Limits())
    return failure.value


def archive(entries: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def xls() -> bytes:
    """Return a workbook of Excel 97."""
    book, out = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("S").write(0, 0, "Nachname")
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"<html><form>Bitte melden Sie sich an</form>", "HTML"),
        ("\ufeff  <!DOCTYPE HTML>".encode(), "HTML"),
        ("<table>".encode("utf-16"), "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "MHTML"),
        (b"Received: from mail.example\n\nHallo", "E-Mail"),
        (b'[{"Nachname": "Vogt"}]', "JSON"),
        (b"{}", "JSON"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "SYLK"),
        (b"dn: cn=Ida Vogt\nmail: ida@example.org\n", "LDIF"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "iCalendar"),
        (b"II*\x00\x08", "TIFF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\x00\x01\x00\x00Standard ACE DB", "Access"),
        (b"\x09\x08\x08\x00\x00\x00\x10\x00", "Excel 5"),
        (b"BEGIN:VCARD\nN:Vogt;Ida", "vCard"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "Excel 4"),
        (archive({"readme.txt": b"hello"}), "ZIP"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument text"),
        (b"PK\x05\x06" + b"\x00" * 18, "ZIP"),
        (archive({"word/document.xml": b"<w/>"}), "Word"),
        (archive({"xl/workbook.bin": b"\x00"}), "XLSB"),
        (archive({"Index/Document.iwa": b"\x00"}), "Numbers"),
    ],
)
def test_what_holds_no_table_is_refused_by_name(tmp_path: Path, content: bytes, kind: str) -> None:
    """Whatever it calls itself."""
    failure = refusal(tmp_path / "kunden.csv", content)

    assert failure == UnsupportedFile(kind=kind)


@pytest.mark.parametrize("ending", ["csv", "xls", "xlsx", "ods", "pdf", "upload"])
@pytest.mark.parametrize(
    ("sample", "format"),
    [
        ("kunden_excel_de.csv", FileFormat.CSV),
        ("clients_fr.xlsx", FileFormat.XLSX),
        ("customers_en.xls", FileFormat.XLS),
    ],
)
def test_a_wrong_name_does_not_matter(tmp_path: Path, sample: str, format: FileFormat, ending: str) -> None:
    """A workbook called .csv is a workbook, a CSV file called .xlsx a CSV file."""
    path = tmp_path / f"liste.{ending}"
    path.write_bytes((FILES / sample).read_bytes())

    dialect = open_file(path).dialect

    assert dialect.format is format


def test_an_encrypted_xlsx_is_refused_by_name(tmp_path: Path) -> None:
    """Excel puts it into a compound file, as it does .xls."""
    content = bytearray(xls())
    entry = content.find("Workbook".encode("utf-16-le") + b"\0\0")
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    content[entry : entry + len(name)] = name
    content[entry + 64 : entry + 66] = struct.pack("<H", len(name))

    failure = refusal(tmp_path / "kunden.csv", bytes(content))

    assert failure == FileEncrypted(kind="XLSX")


def test_a_document_of_word_is_refused_by_name(tmp_path: Path) -> None:
    """It is a compound file, as .xls is."""
    content = bytearray(xls())
    entry = content.find("Workbook".encode("utf-16-le") + b"\0\0")
    name = "WordDocument".encode("utf-16-le") + b"\0\0"
    content[entry : entry + len(name)] = name
    content[entry + 64 : entry + 66] = struct.pack("<H", len(name))

    failure = refusal(tmp_path / "kunden.xls", bytes(content))

    assert failure == UnsupportedFile(kind="Word")


def test_a_list_that_begins_as_another_kind_does_is_a_list(tmp_path: Path) -> None:
    """Excel itself takes such a list for a SYLK file."""
    path = tmp_path / "list.csv"
    path.write_bytes("ID;Prénom;Nom\nP;Zoé;Vogt\n".encode())

    analysis = open_file(path)

    assert [column.header for column in analysis.columns] == ["ID", "Prénom", "Nom"]


def test_an_encrypted_xls_is_refused_by_name(tmp_path: Path) -> None:
    """Its second record is FILEPASS."""
    content = bytearray(xls())
    beginning = content.find(b"\x09\x08")
    (length,) = struct.unpack("<H", content[beginning + 2 : beginning + 4])
    content[beginning + 4 + length : beginning + 6 + length] = b"\x2f\x00"

    failure = refusal(tmp_path / "kunden.csv", bytes(content))

    assert failure == FileEncrypted(kind="XLS")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ((FILES / "clients_fr.xlsx").read_bytes()[:3000], "XLSX"),
        ((FILES / "customers_en.xls").read_bytes()[:1000], "XLS"),
        (archive({"xl/workbook.xml": b"no workbook"}), "XLSX"),
        ((FILES / "libreoffice.ods").read_bytes()[:500], "ODS"),
        ((FILES / "packed.zip").read_bytes()[:40], "ZIP"),
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path: Path, content: bytes, kind: str) -> None:
    """It is said which kind of file is damaged."""
    failure = refusal(tmp_path / "kunden.xlsx", content)

    assert failure == FileUnreadable(kind=kind)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing is opened."""
    failure = refusal(tmp_path / "kunden.csv", b"")

    assert failure == FileEmpty()


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """By its size on disk."""
    failure = refusal(tmp_path / "kunden.csv", b"Nachname\nVogt\n", Limits(file_bytes=13))

    assert failure == FileTooLarge(limit=13)


def test_a_workbook_that_declares_too_much_is_refused(tmp_path: Path) -> None:
    """Its real size does not have to be tried."""
    content = archive({"xl/workbook.xml": bytes(range(256)) * 40})

    failure = refusal(tmp_path / "bomb.xlsx", content, Limits(unpacked_bytes=10_000))

    assert failure == WorkbookTooLarge(limit=10_000)


def test_a_workbook_that_unpacks_a_hundredfold_is_refused(tmp_path: Path) -> None:
    """However small it is."""
    content = archive({"xl/workbook.xml": b"0" * 1_000_000})

    failure = refusal(tmp_path / "bomb.xlsx", content)

    assert failure == WorkbookTooLarge(limit=len(content) * 100)


def test_a_workbook_of_a_thousand_entries_is_refused(tmp_path: Path) -> None:
    """No list of customers needs them."""
    content = archive({f"xl/{number}.xml": b"" for number in range(1001)})

    failure = refusal(tmp_path / "bomb.xlsx", content)

    assert failure == WorkbookTooLarge(limit=1536 * 1024 * 1024)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """What it unpacks to is measured, too."""
    content = archive({"xl/workbook.xml": b"0123456789" * 10})
    lie = content.replace(struct.pack("<L", 100), struct.pack("<L", 5))

    failure = refusal(tmp_path / "liar.xlsx", lie)

    assert failure == FileUnreadable(kind="XLSX")
