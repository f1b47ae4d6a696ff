"""A file goes out under its own name, from anonymous pieces, and leaves nothing behind."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

_PIECE_BYTES = 256 * 1024
# What a quoted string may hold, less the signs that old browsers take for a path or an escape.
_NOT_PLAIN = re.compile(r'[^ -~]|["\\/%]')


def attachment(file: BinaryIO, name: str, media_type: str) -> Response:
    """Return the response that sends an open file from its beginning, and closes it."""
    size = file.seek(0, 2)
    file.seek(0)
    headers = {
        # Given as a header, since a text would be said to be UTF-8 otherwise.
        "Content-Type": media_type,
        "Content-Length": str(size),
        "Content-Disposition": disposition(name),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(iterate_in_threadpool(_pieces(file)), headers=headers)


def disposition(name: str) -> str:
    """Return the header that saves a file under a name. Source: RFC 6266, appendix D."""
    return f"attachment; filename=\"{_NOT_PLAIN.sub('_', name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
