"""A file that is handed in is kept on disk, whole or not at all, until its import needs it no longer."""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Protocol

from domain.errors import FileTooLarge, Required
from domain.ids import MerchantId, UploadId, new_id
from domain.storable import misfit

PIECE_BYTES = 256 * 1024
NAME_LIMIT = 255


class Arriving(Protocol):
    """A file as the transport hands it over."""

    async def read(self, size: int, /) -> bytes:
        """Return the next piece, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file that lies in the storage under `storage_key`, a path relative to it."""

    id: UploadId
    file_name: str
    byte_size: int
    sha256: bytes
    storage_key: str


async def store_upload(
    storage: Path, merchant_id: MerchantId, file: Arriving, file_name: str, *, limit: int
) -> StoredUpload:
    """Write a file into the storage, readable by nobody else, and on disk when this returns.

    Errors: Required, TooLong … at file_name; FileTooLarge as soon as there are more bytes than `limit`.
            Then nothing stays behind.
    """
    name = _name(file_name)
    upload_id = UploadId(new_id())
    key = f"{merchant_id}/{upload_id}"
    writer = await asyncio.to_thread(_Writer, storage / key, limit)
    try:
        while piece := await file.read(PIECE_BYTES):
            await asyncio.to_thread(writer.write, piece)
        await asyncio.to_thread(writer.finish)
    except BaseException:
        writer.discard()
        raise
    return StoredUpload(upload_id, name, writer.byte_size, writer.digest(), key)


def discard_upload(storage: Path, upload: StoredUpload) -> None:
    """Remove a file of which no import has come."""
    (storage / upload.storage_key).unlink(missing_ok=True)


def _name(file_name: str) -> str:
    # Some browsers send the whole path, of whichever system.
    name = PureWindowsPath(PurePosixPath(file_name).name).name.strip()
    if not name:
        raise Required(field=("file_name",))
    if failure := misfit(name, NAME_LIMIT):
        raise failure.at("file_name")
    return name


class _Writer:
    """A file that is being written; its methods block, and are called in threads."""

    def __init__(self, path: Path, limit: int) -> None:
        self._path, self._limit = path, limit
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._digest = sha256()
        self.byte_size = 0

    def write(self, piece: bytes) -> None:
        self.byte_size += len(piece)
        if self.byte_size > self._limit:
            raise FileTooLarge(limit=self._limit)
        self._digest.update(piece)
        self._file.write(piece)

    def finish(self) -> None:
        """Return when the file, and its name in its folder, would outlast a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def discard(self) -> None:
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)

    def digest(self) -> bytes:
        return self._digest.digest()
