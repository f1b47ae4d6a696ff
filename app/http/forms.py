"""A multipart form is read, counted and whole, and its files are put where its map says."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.http.refusals import Refused, body_too_large
from importers.limits import LIMITS

# Room for 250 customers with notes; files come beside the query and have a limit of their own.
MAX_BODY_BYTES = 256 * 1024
MAX_PARTS = 10


class _FormParser(MultiPartParser):
    """Starlette's, which also tells whether the form has come to its end."""

    ended = False

    def on_end(self) -> None:
        self.ended = True


async def read_form(request: Request) -> FormData:
    """Return the parts of the request's form; whoever gets them closes them.

    Errors: Refused with 400 for what is no whole form, 413 for a larger one than a file may be.
    """
    received = 0

    async def counted() -> AsyncGenerator[bytes, None]:
        nonlocal received
        async for chunk in request.stream():
            received += len(chunk)
            if received > LIMITS.file_bytes + MAX_BODY_BYTES:
                raise body_too_large(LIMITS.file_bytes)
            yield chunk
        # The file of a form that breaks off is not in the result, so nobody would close it.
        if not parser.ended:
            raise MultiPartException("the form breaks off")

    parser = _FormParser(
        request.headers, counted(), max_files=MAX_PARTS, max_fields=MAX_PARTS, max_part_size=MAX_BODY_BYTES
    )
    try:
        return await parser.parse()
    except (MultiPartException, KeyError):
        raise Refused(400, "BAD_REQUEST", "upload_invalid") from None


def with_files(variables: Mapping[str, Any], places: Any, form: FormData) -> Mapping[str, Any]:
    """Return the variables with the form's files at their places, as its map names them.

    Errors: Refused with 400 for a map that leads nowhere, or where no null holds the place.
    Source: GraphQL multipart request specification.
    """
    if not isinstance(places, dict):
        raise Refused(400, "BAD_REQUEST", "upload_invalid")
    filled = {"variables": dict(variables)}
    for part, paths in places.items():
        file = form.get(part)
        if not isinstance(file, UploadFile) or not isinstance(paths, list):
            raise Refused(400, "BAD_REQUEST", "upload_invalid")
        for path in paths:
            _put(filled, path, file)
    return filled["variables"]


def _put(document: Any, path: Any, file: UploadFile) -> None:
    """Put a file where a null stands for it."""
    if not isinstance(path, str):
        raise Refused(400, "BAD_REQUEST", "upload_invalid")
    *steps, last = path.split(".")
    try:
        for step in steps:
            document = document[_key(document, step)]
        place = _key(document, last)
        if document[place] is not None:
            raise ValueError("a file's place holds null")
        document[place] = file
    except (KeyError, IndexError, ValueError, TypeError):
        raise Refused(400, "BAD_REQUEST", "upload_invalid") from None


def _key(document: Any, step: str) -> Any:
    """Return a member's name or an item's index, which Python would also take as "-1" or "1_0"."""
    if not isinstance(document, list):
        return step
    if not (step.isascii() and step.isdigit()):
        raise ValueError("an index has digits only")
    return int(step)
