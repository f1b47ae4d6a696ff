"""A zipped workbook is weighed, and named, before anything parses it."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from domain.errors import FileEncrypted, FileUnreadable, UnsupportedFile, WorkbookTooLarge
from domain.file_format import FileFormat
from importers.limits import CHUNK_BYTES, Limits

_ENCRYPTED = 0x1
# The entry `mimetype` of an OpenDocument.
_TYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
    b"application/vnd.oasis.opendocument.text": "OpenDocument text",
    b"application/vnd.oasis.opendocument.presentation": "OpenDocument presentation",
    b"application/epub+zip": "EPUB",
}

# The entry by which an archive is known.
_KINDS = {
    "xl/workbook.xml": "XLSX",
    "xl/workbook.bin": "XLSB",
    "Index/Document.iwa": "Numbers",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
}


def check_archive(path: Path, limits: Limits) -> FileFormat:
    """Return XLSX or ODS for an archive that can be unpacked without harm.

    Errors: WorkbookTooLarge, FileEncrypted, FileUnreadable, UnsupportedFile (any other archive).
    """
    try:
        with ZipFile(path) as archive:
            _check_declared(archive, path.stat().st_size, limits)
            kind = _kind(archive)
            _check_real(archive)
    except (BadZipFile, EOFError, NotImplementedError) as error:
        raise FileUnreadable(kind=_looks_like(path)) from error
    return kind


def _looks_like(path: Path) -> str:
    """Return what an archive was before it was damaged, by the names at its beginning."""
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    known = ((b"xl/", "XLSX"), (b"[Content_Types].xml", "XLSX"), (b"opendocument.spreadsheet", "ODS"))
    return next((kind for name, kind in known if name in head), "ZIP")


def _check_declared(archive: ZipFile, packed: int, limits: Limits) -> None:
    entries = archive.infolist()
    # Measured against the file on disk: entries that overlap are counted as often as they unpack.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.archive_entries or unpacked > limits.unpacked_bytes:
        raise WorkbookTooLarge(limit=limits.unpacked_bytes)
    if unpacked > packed * limits.unpacked_ratio:
        raise WorkbookTooLarge(limit=packed * limits.unpacked_ratio)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileEncrypted(kind="ZIP")


def _check_real(archive: ZipFile) -> None:
    # An entry that unpacks to more than it declares fails its check sum here, read piece by piece.
    for entry in archive.infolist():
        with archive.open(entry) as content:
            while content.read(CHUNK_BYTES):
                pass


def _kind(archive: ZipFile) -> FileFormat:
    names = set(archive.namelist())
    kind = next((kind for entry, kind in _KINDS.items() if entry in names), "ZIP")
    if "mimetype" in names:
        kind = _TYPES.get(archive.read("mimetype")[:200].strip(), kind)
    if kind not in {FileFormat.XLSX, FileFormat.ODS}:
        raise UnsupportedFile(kind=kind)
    return FileFormat(kind)
