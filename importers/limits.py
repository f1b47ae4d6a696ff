"""How large a file may be before it costs the house more than a customer list is worth."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import FileEmpty, FileTooLarge, FileUnreadable, TooManyColumns

MIB = 1024 * 1024
CHUNK_BYTES = 64 * 1024  # as much of a file as is looked at in one go


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold. A cell of 32,767 characters is the longest that Excel can write."""

    file_bytes: int = 512 * MIB
    line_bytes: int = 8 * MIB
    rows: int = 1_000_000
    columns: int = 1_000
    cell_characters: int = 32_767
    archive_entries: int = 1_000
    unpacked_bytes: int = 1_536 * MIB
    unpacked_ratio: int = 100
    header_rows: int = 20


LIMITS = Limits()


def check_size(path: Path, limits: Limits) -> None:
    """Raise FileEmpty or FileTooLarge before anything of a file is read."""
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty()
    if size > limits.file_bytes:
        raise FileTooLarge(limit=limits.file_bytes)


def check_lines(path: Path, limits: Limits) -> None:
    """Raise FileUnreadable for a text without line ends: as one row it would have to fit into memory."""
    unbroken = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            unbroken = 0 if b"\n" in chunk or b"\r" in chunk else unbroken + len(chunk)
            if unbroken > limits.line_bytes:
                raise FileUnreadable(kind="CSV")


def check_width(count: int, limits: Limits) -> None:
    """Raise TooManyColumns for a header of more columns than we take."""
    if count > limits.columns:
        raise TooManyColumns(limit=limits.columns, count=count)
