"""A file is announced, and its sender is told where to send it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.errors import FileEmpty, FileTooLarge, Invalid
from domain.ids import Kind, UploadId, encode
from importers.limits import LIMITS
from resolvers.context import Context
from resolvers.work import Work
from services.links import VALID_S
from services.mutating import Once, Seed
from services.uploads import UPLOADS, announce_upload

FileName = Annotated[str, strawberry.argument(description="What the file is called.")]
ByteSize = Annotated[int, strawberry.argument(description="How many bytes the file has.")]


def staged_upload_create(context: Context, file_name: FileName, byte_size: ByteSize) -> Work:
    """Expect a file, for an hour."""
    _check_size(byte_size)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=VALID_S)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        upload_id = await announce_upload(tx, context.caller.merchant_id, file_name, byte_size, until)
        return {"stagedUpload": _staged(context, upload_id, byte_size, until)}

    return Work(run)


def _check_size(byte_size: int) -> None:
    field = ("byte_size",)
    if byte_size > LIMITS.file_bytes:
        raise FileTooLarge(field=field, limit=LIMITS.file_bytes)
    if byte_size < 1:
        raise Invalid(field=field) if byte_size else FileEmpty(field=field)


def _staged(context: Context, upload_id: UploadId, byte_size: int, until: datetime) -> dict[str, Any]:
    """Return the members of a StagedUpload, a moment written as Postgres writes it."""
    opens = {
        **context.caller.signature(),
        "upload": str(upload_id),
        "bytes": byte_size,
    }
    return {
        "id": encode(Kind.UPLOAD, upload_id),
        "url": f"{context.base_url()}/uploads/{context.links.of(UPLOADS).token(opens, until.timestamp())}",
        "method": "PUT",
        "headers": [{"name": "Content-Type", "value": "application/octet-stream"}],
        "expiresAt": until.isoformat(),
        "maxBytes": byte_size,
    }
