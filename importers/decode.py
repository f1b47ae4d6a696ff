"""The bytes of a text file tell its encoding; what does not fit it is repaired and marked."""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from domain.errors import EncodingNotSupported, EncodingUnknown
from importers.dialect import known_encoding
from importers.limits import CHUNK_BYTES

_HEAD_BYTES = 4096
_ASCII = bytes(range(128))
# Those that no text holds; 1A ends one in DOS, and 0C ends a page.
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\r\x0c\x1a"})
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# By these German, French and English texts give their code page away, and by the frequent ones most: what is
# ö to DOS would be î to a Mac. È and … are left out: what is é or É in Windows-1252 would pass for them in
# Mac Roman.
_TELLTALES = {**dict.fromkeys("ÄÖÜêëâùûîïôœæñÉÀÇ€«»’", 1), **dict.fromkeys("äöüßéèàç", 2)}
# Of equals the first.
_CODE_PAGES = ("cp1252", "mac-roman", "cp850")
# „…“, “…” and – of Windows-1252 are ä, ô, ö and û to DOS, but no word begins and ends like that. Whoever
# uploads the report of an import has more of them than of letters.
_WINDOWS_MARKS = re.compile(
    rb"(?<![A-Za-z])[\x84\x93](\S[^\x84\x93\x94\r\n]*)[\x93\x94](?![A-Za-z])|(?<= )\x96(?= )"
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
# A byte that is no UTF-8 travels as a lone surrogate (PEP 383), until `repair` reads it.
_STRAY = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name in Python, and how many bytes of byte order mark precede the text."""

    name: str
    bom_bytes: int = 0


def detect_encoding(path: Path) -> Encoding:
    """Return UTF-8, UTF-16 or a code page of Windows, Mac or DOS, decided by the whole file and not its head.

    A file that is UTF-8 but for a few bytes, as copying lines from another file makes it, counts as UTF-8.
    Errors: EncodingUnknown for bytes that are no text.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return Encoding(name, len(bom))
        if (utf16 := _utf16_without_bom(head)) is not None:
            return utf16
        _check_is_text(head)
        return Encoding("utf-8" if _is_utf8(file) else _code_page(file))


def given_encoding(path: Path, name: str) -> Encoding:
    """Return the encoding that a caller names, by any of its names; a byte order mark is no text in any.

    Errors: EncodingNotSupported.
    """
    codec = known_encoding(name)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    bom, marked = next(((bom, name) for bom, name in _BOMS if head.startswith(bom)), (b"", "utf-16-le"))
    if codec == "utf-16":
        codec = marked
    return Encoding(codec, len(bom))


def page_encoding(path: Path) -> Encoding:
    """Return the encoding of an HTML page: what its bytes prove, or else what it says of itself.

    Errors: EncodingUnknown.
    """
    found = detect_encoding(path)
    with path.open("rb") as file:
        said = _CHARSET.search(file.read(_HEAD_BYTES))
    if found.name.startswith("utf-") or said is None:
        return found
    try:
        return Encoding(known_encoding(said[1].decode()))
    except EncodingNotSupported:
        return found


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """Open a file for `csv`: line ends untouched, stray bytes as lone surrogates."""
    file = path.open("rb")
    file.seek(encoding.bom_bytes)
    errors = "replace" if encoding.name.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(file, encoding=encoding.name, errors=errors, newline="")


def repair(text: str) -> str | None:
    """Return the text with its stray bytes read as Windows-1252, or None when it has none."""
    if _STRAY.search(text) is None:
        return None
    return _STRAY.sub(lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _utf16_without_bom(head: bytes) -> Encoding | None:
    # Every second byte of Western text in UTF-16 is zero.
    low, high = head[0::2].count(0), head[1::2].count(0)
    if (low + high) * 4 < len(head) or min(low, high) > max(low, high) / 10:
        return None
    return Encoding("utf-16-le" if high > low else "utf-16-be")


def _check_is_text(head: bytes) -> None:
    """Raise EncodingUnknown for bytes that are no text; some zeros, as tills write them, do not count."""
    zeros, controls = head.count(0), len(head) - len(head.translate(None, _CONTROLS))
    if zeros * 4 > len(head) or (zeros and controls * 100 > len(head)):
        raise EncodingUnknown()


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(file: BinaryIO) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    bytes_seen: Counter[int] = Counter()
    foreign = stray = 0
    for chunk in _chunks(file):
        bytes_seen.update(_WINDOWS_MARKS.sub(rb"\1", chunk).translate(None, _ASCII))
        text = decoder.decode(chunk)
        foreign += len(text) - len(text.encode("ascii", "ignore"))
        stray += len(_STRAY.findall(text))
    # Windows-1252 makes valid UTF-8 only by accident; where most of it is valid, it is no accident.
    if foreign - stray > stray:
        return "utf-8"
    return max(_CODE_PAGES, key=lambda name: _telltales(bytes_seen, name))


def _telltales(bytes_seen: Counter[int], name: str) -> int:
    return sum(
        weight * bytes_seen[byte]
        for letter, weight in _TELLTALES.items()
        for byte in letter.encode(name, "ignore")
    )


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
