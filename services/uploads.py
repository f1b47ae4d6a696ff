"""A file that is handed in is kept whole or not at all, counted and hashed while it arrives.

Its row is there before its first byte, so that what is left of a broken sending can be found.
"""

from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Protocol

from db import uploads
from db.connect import Connection, Pool, Record
from db.writing import writing
from domain.errors import (
    Required,
    UploadNotFound,
    UploadStored,
    UploadUnfinished,
    UploadUsed,
)
from domain.ids import MerchantId, UploadId, new_id
from domain.retention import ARRIVAL_LIMIT, UNUSED_UPLOAD_KEPT
from domain.storable import misfit
from services.measuring import Measured
from services.storage import Storage

PIECE_BYTES = 256 * 1024
NAME_LIMIT = 255
# The kind of links by which files come in.
UPLOADS = "uploads"


class Arriving(Protocol):
    """A file as the transport hands it over."""

    async def read(self, size: int, /) -> bytes:
        """Return the next piece, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file that has arrived; it is removed in a day unless it is imported."""

    id: UploadId
    sha256: bytes


async def announce_upload(
    tx: Connection, merchant_id: MerchantId, file_name: str, byte_size: int, until: datetime
) -> UploadId:
    """Expect a file. Errors: Required, TooLong … at file_name."""
    upload_id = UploadId(new_id())
    await uploads.ANNOUNCE.execute(
        tx,
        merchant=merchant_id,
        upload=upload_id,
        file_name=_bare(file_name),
        byte_size=byte_size,
        storage_key=_new_key(merchant_id, upload_id),
        expires_at=until,
    )
    return upload_id


async def receive_upload(
    pool: Pool,
    storage: Storage,
    merchant_id: MerchantId,
    upload_id: UploadId,
    pieces: AsyncIterable[bytes],
    digest: bytes | None = None,
) -> None:
    """Keep a file that was announced; it is there for good when this returns.

    Of several sendings at once the latest is taken. `digest` is the SHA-256 by its sender.
    Errors: UploadNotFound; UploadStored; FileTooLarge as soon as there are more bytes than announced;
            UploadBroken when there are fewer; UploadAltered. Then nothing stays behind.
    """
    named = {"merchant": merchant_id, "upload": upload_id}
    key = _new_key(merchant_id, upload_id)
    async with writing(pool, merchant_id) as tx:
        announced = await uploads.ARRIVING.fetch_value(tx, **named, storage_key=key, kept=ARRIVAL_LIMIT)
        if announced is None:
            raise UploadStored if await uploads.IS_STORED.fetch_value(tx, **named) else UploadNotFound
    measured = Measured(pieces, limit=announced)
    await storage.write(key, measured.checked(announced, digest))
    await _arrived(pool, storage, merchant_id, upload_id, key, measured)


async def store_upload(
    pool: Pool, storage: Storage, merchant_id: MerchantId, file: Arriving, file_name: str, *, limit: int
) -> StoredUpload:
    """Keep a file that nobody has announced; it is there for good when this returns.

    Errors: Required, TooLong … at file_name; FileTooLarge as soon as there are more bytes than `limit`.
            Then nothing stays behind.
    """
    async with writing(pool, merchant_id) as tx:
        until = datetime.now(UTC) + ARRIVAL_LIMIT
        upload_id = await announce_upload(tx, merchant_id, file_name, 0, until)
        key = _new_key(merchant_id, upload_id)
        await uploads.ARRIVING.execute(
            tx, merchant=merchant_id, upload=upload_id, storage_key=key, kept=ARRIVAL_LIMIT
        )
    measured = Measured(_pieces(file), limit)
    try:
        await storage.write(key, measured)
    except BaseException:
        await discard_upload(pool, storage, merchant_id, upload_id)
        raise
    return await _arrived(pool, storage, merchant_id, upload_id, key, measured)


async def _arrived(
    pool: Pool,
    storage: Storage,
    merchant_id: MerchantId,
    upload_id: UploadId,
    key: str,
    measured: Measured,
) -> StoredUpload:
    """Note that a file is there, if it is still the one that is wanted."""
    async with writing(pool, merchant_id) as tx:
        arrived = await uploads.ARRIVED.fetch_value(
            tx,
            **{"merchant": merchant_id, "upload": upload_id},
            storage_key=key,
            byte_size=measured.byte_size,
            sha256=measured.digest,
            kept=UNUSED_UPLOAD_KEPT,
        )
    if arrived is None:
        await storage.remove(key)
        raise UploadStored
    return StoredUpload(upload_id, measured.digest)


async def take_upload(tx: Connection, merchant_id: MerchantId, upload_id: UploadId) -> None:
    """Make sure that a file is there, and that nobody else imports it, until the transaction has ended.

    Errors: UploadNotFound, UploadUnfinished, UploadUsed.
    """
    found = await _hold(tx, merchant_id, upload_id)
    if found is None:
        raise UploadNotFound
    if found["used"]:
        raise UploadUsed
    if found["sha256"] is None:
        raise UploadUnfinished


async def rename_upload(tx: Connection, merchant_id: MerchantId, upload_id: UploadId, file_name: str) -> None:
    """Call a file by another name. Errors: Required, TooLong … at file_name."""
    await uploads.RENAME.execute(tx, merchant=merchant_id, upload=upload_id, file_name=_bare(file_name))


async def discard_upload(pool: Pool, storage: Storage, merchant_id: MerchantId, upload_id: UploadId) -> None:
    """Remove a file, and all that is left of its sendings; but for one that has been imported."""
    named = {"merchant": merchant_id, "upload": upload_id}
    async with writing(pool, merchant_id) as tx:
        found = await _hold(tx, merchant_id, upload_id)
        if found is not None and not found["used"]:
            await storage.remove_beneath(folder_of(merchant_id, upload_id))
            await uploads.FORGET.execute(tx, **named)


async def _hold(tx: Connection, merchant_id: MerchantId, upload_id: UploadId) -> Record | None:
    """Return what an upload has become, which nobody else can change until the transaction has ended."""
    named = {"merchant": merchant_id, "upload": upload_id}
    # Two statements: one that waits sees what there was when it began.
    await uploads.LOCK.execute(tx, **named)
    return await uploads.LOOK.fetch_row(tx, **named)


def folder_of(merchant_id: MerchantId, upload_id: UploadId) -> str:
    """Return what the keys of all sendings of a file begin with."""
    return f"{merchant_id}/upload/{upload_id}"


def _new_key(merchant_id: MerchantId, upload_id: UploadId) -> str:
    # One for each sending: two at once never write over each other.
    return f"{folder_of(merchant_id, upload_id)}/{new_id()}"


def _bare(file_name: str) -> str:
    """Return the name of a file without its folders."""
    # Some browsers send the whole path, of whichever system.
    name = PureWindowsPath(PurePosixPath(file_name).name).name.strip()
    if not name:
        raise Required(field=("file_name",))
    if failure := misfit(name, NAME_LIMIT):
        raise failure.at("file_name")
    return name


async def _pieces(file: Arriving) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE_BYTES):
        yield piece
