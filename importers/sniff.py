"""The first bytes of a file tell its format; its name does not."""

import re
from pathlib import Path

from domain.errors import UnsupportedFile
from domain.file_format import FileFormat
from importers.archive import check_archive
from importers.limits import Limits

_HEAD_BYTES = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Files that people upload by mistake, each under the name by which they know it.
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x09\x00\x04\x00", "Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4"),
)
_FOREIGN_TEXT = (
    (re.compile(rb"<(!doctype html|html|head|body|table|meta|div)", re.IGNORECASE), "HTML"),
    (re.compile(rb"<(\?xml|\w+[:>])"), "XML"),
    (re.compile(rb"begin:vcard", re.IGNORECASE), "vCard"),
    (re.compile(rb'\{\s*"|\[\s*[{\[]'), "JSON"),
)
# Byte order marks, and the zeros between ASCII letters in UTF-16.
_NO_TEXT = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\x00")


def sniff(path: Path, limits: Limits) -> FileFormat:
    """Return the format of a file that is not empty; text of any shape is CSV.

    Errors: UnsupportedFile with the kind that it is instead; those of `check_archive` for a workbook.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_ZIP):
        return check_archive(path, limits)
    if head.startswith(_OLE):
        return FileFormat.XLS
    _refuse_foreign(head)
    return FileFormat.CSV


def _refuse_foreign(head: bytes) -> None:
    for beginning, kind in _FOREIGN:
        if head.startswith(beginning):
            raise UnsupportedFile(kind=kind)
    text = _NO_TEXT.sub(b"", head).lstrip()
    for pattern, kind in _FOREIGN_TEXT:
        if pattern.match(text):
            raise UnsupportedFile(kind=kind)
