"""A URL is absolute and leads to a web server."""

from typing import NewType
from urllib.parse import urlsplit

from schema.scalars.definition import require_text, text_scalar

URL = NewType("URL", str)

LENGTH_LIMIT = 2048


def _read(value: object) -> str:
    text = require_text(value)
    # urlsplit drops tabs and line ends silently, and would then judge another text than ours.
    if len(text) > LENGTH_LIMIT or not text.isascii() or any(sign <= " " for sign in text):
        raise ValueError
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return text


URL_TEXT = text_scalar(
    "URL",
    description="An absolute web address, such as `https://example.org/a`, of at most 2,048 characters.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3986",
    expected="an absolute web address, such as https://example.org/a",
    parse=_read,
)
