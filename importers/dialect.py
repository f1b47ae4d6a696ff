"""What a file is, as far as its bytes do not say it twice; and what a caller knows better."""

import codecs
from dataclasses import dataclass

from domain.errors import DelimiterNotPossible, EncodingNotSupported, HeaderRowMissing
from domain.file_format import FileFormat

# Codecs by their names in Python; every other spelling that it knows is one of these.
ENCODINGS = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-1", "iso8859-15", "mac-roman"),
    *("cp850", "cp437", "cp1250", "iso8859-2", "cp1251", "cp1253", "cp1254", "cp1257"),
)
_PARTS_OF_UTF8 = {"utf-8-sig": "utf-8", "ascii": "utf-8"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a file is. `header_row` counts from 1, and is 0 when there is none.

    Text has no sheets, workbooks no delimiter, and only what is text has an encoding. `decimal_separator`
    is None when no number tells.
    """

    format: FileFormat
    header_row: int
    encoding: str | None = None
    bom: bool | None = None
    delimiter: str | None = None
    decimal_separator: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DialectDraft:
    """What a caller says of a file; None is left to be found out. `header_row` 0 says that there is none."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None


UNKNOWN = DialectDraft()


def check_dialect(draft: DialectDraft) -> None:
    """Refuse what fits no file whatsoever, before there is one.

    Errors: EncodingNotSupported, DelimiterNotPossible, HeaderRowMissing, each at its option.
    """
    if draft.encoding is not None:
        known_encoding(draft.encoding)
    sign = draft.delimiter
    # A quotation mark holds cells together, a line end parts rows, and letters and digits are values.
    if sign is not None and (len(sign) != 1 or sign in '"\r\n\0' or sign.isalnum()):
        raise DelimiterNotPossible(field=("delimiter",), delimiter=sign)
    if draft.header_row is not None and draft.header_row < 0:
        raise HeaderRowMissing(field=("header_row",), row=draft.header_row)


def known_encoding(name: str) -> str:
    """Return the codec's name in Python: `Windows-1252` is cp1252. Errors: EncodingNotSupported."""
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        codec = ""
    codec = _PARTS_OF_UTF8.get(codec, codec)
    if codec not in ENCODINGS:
        raise EncodingNotSupported(field=("encoding",), encoding=name, encodings=list(ENCODINGS))
    return codec
