"""A page that was saved with all its parts in one file (.mht) becomes the pages that hold its tables."""

import io
import re
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path

from domain.errors import FileTooLarge, UnsupportedFile
from importers.limits import MIB

# The library keeps the whole file and each of its parts.
_MOST_BYTES = 64 * MIB
_ROW = re.compile(r"<tr[\s>]", re.IGNORECASE)


def pages_of(path: Path) -> dict[str, str]:
    """Return the text of each page with a table by its name, such as `sheet001.htm`.

    Errors: FileTooLarge; UnsupportedFile when there is none.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise FileTooLarge(limit=_MOST_BYTES)
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    assert isinstance(message, EmailMessage)
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    texts = {_name(page, number): _text(page) for number, page in enumerate(pages, 1)}
    tables = {name: text for name, text in texts.items() if _ROW.search(text)}
    if not tables:
        raise UnsupportedFile(kind="MHTML")
    return tables


def _name(page: EmailMessage, number: int) -> str:
    place = re.split(r"[/\\]", str(page.get("Content-Location", "")))[-1]
    return place or f"{number}"


def _text(page: EmailMessage) -> str:
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(page.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp1252", "replace")


def opened(text: str) -> io.StringIO:
    """Return a page as a file."""
    return io.StringIO(text)
