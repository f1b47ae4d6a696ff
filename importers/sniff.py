"""The first bytes of a file tell its kind; its name does not."""

import re
from enum import StrEnum
from pathlib import Path

from domain.errors import UnsupportedFile
from domain.file_format import FileFormat
from importers.archive import check_archive
from importers.limits import Limits

_HEAD_BYTES = 4096


class FileKind(StrEnum):
    """How a file is to be read. HTML and XML are what many programs, and old Excels, save as .xls."""

    CSV = "CSV"
    XLS = "XLS"
    XLSX = "XLSX"
    ODS = "ODS"
    HTML = "HTML"
    MHTML = "MHTML"
    XML = "XML"

    @property
    def known_as(self) -> FileFormat:
        """The format that its sender takes it for."""
        return FileFormat.XLS if self in _XLS_TO_ITS_SENDER else FileFormat(self.value)


_XLS_TO_ITS_SENDER = frozenset({FileKind.HTML, FileKind.MHTML, FileKind.XML})
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Files that people upload by mistake, each under the name by which they know it.
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"\x00\x01\x00\x00Standard ", "Access"),
    (b"!BDN", "Outlook PST"),
    (b"PAR1", "Parquet"),
    (b"bplist00", "Property list"),
    (b"MZ\x90\x00", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x00\x00\x1a\x00", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00", "Lotus 1-2-3"),
    (b"\x09\x00\x04\x00", "Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4"),
    (b"\x09\x08\x08\x00", "Excel 5"),  # without the compound file around it, as old PHP scripts write it
)
_FOREIGN_TEXT = (
    (re.compile(rb"<svg", re.IGNORECASE), "SVG"),
    (re.compile(rb"<(\?xml|\w+[:>])"), "XML"),
    (re.compile(rb"begin:vcard", re.IGNORECASE), "vCard"),
    (re.compile(rb"(received|return-path|delivered-to|mime-version):", re.IGNORECASE), "E-Mail"),
    (re.compile(rb"begin:vcalendar", re.IGNORECASE), "iCalendar"),
    (re.compile(rb'\{\s*("|\}\s*$)|\[\s*[{\["]'), "JSON"),
    # "ID;PLZ" is the header of a list, "ID;PWXL;N;E" that of a SYLK file.
    (re.compile(rb"ID;P\w*(;[NE])*\s*\r?\n[A-Z];"), "SYLK"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n"), "DIF"),
    (re.compile(rb"(version: 1\r?\n)?\s*dn::? ", re.IGNORECASE), "LDIF"),
)
_ISO_MEDIA = {b"ftypheic": "HEIC", b"ftypmif1": "HEIC", b"ftypavif": "AVIF"}
# Comments, and what an XML page begins with, may stand before the first tag of a page.
_HTML = re.compile(
    rb"(<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(!doctype html|(html|head|body|table|thead|tbody|tr|meta|style"
    rb"|title|div|center|font|form)\b)",
    re.IGNORECASE | re.DOTALL,
)
_XML_SPREADSHEET = re.compile(rb"<(?:\w+:)?Workbook\b|urn:schemas-microsoft-com:office:spreadsheet")
_MAIL = re.compile(
    rb"(mime-version|from|subject|content-type|received|return-path|delivered-to|message-id):", re.IGNORECASE
)
_WITH_PARTS = re.compile(rb"multipart/related", re.IGNORECASE)
# Byte order marks, and the zeros between ASCII letters in UTF-16.
_NO_TEXT = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\x00")


def sniff(path: Path, limits: Limits) -> FileKind:
    """Return the kind of a file that is not empty; text of any shape is CSV.

    Errors: UnsupportedFile with the name of what it is instead; those of `check_archive` for a workbook.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_ZIP):
        return FileKind(check_archive(path, limits).value)
    if head.startswith(_OLE):
        return FileKind.XLS
    _refuse_bytes(head)
    return _kind_of_text(_NO_TEXT.sub(b"", head).lstrip())


def _refuse_bytes(head: bytes) -> None:
    for beginning, kind in _FOREIGN:
        if head.startswith(beginning):
            raise UnsupportedFile(kind=kind)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise UnsupportedFile(kind="WebP")
    if head[4:8] == b"ftyp":
        raise UnsupportedFile(kind=_ISO_MEDIA.get(head[4:12], "MP4"))


def _kind_of_text(text: bytes) -> FileKind:
    if _HTML.match(text):
        return FileKind.HTML
    if text.startswith(b"<") and _XML_SPREADSHEET.search(text):
        return FileKind.XML
    if _MAIL.match(text) and _WITH_PARTS.search(text):
        return FileKind.MHTML
    for pattern, kind in _FOREIGN_TEXT:
        if pattern.match(text):
            raise UnsupportedFile(kind=kind)
    return FileKind.CSV
