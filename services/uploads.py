"""A file that is handed in is kept whole or not at all, counted and hashed while it arrives."""

from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath
from typing import Protocol

from domain.errors import FileTooLarge, Required
from domain.ids import MerchantId, UploadId, new_id
from domain.storable import misfit
from services.storage import Storage

PIECE_BYTES = 256 * 1024
NAME_LIMIT = 255


class Arriving(Protocol):
    """A file as the transport hands it over."""

    async def read(self, size: int, /) -> bytes:
        """Return the next piece, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file that lies in the storage under `storage_key`."""

    id: UploadId
    file_name: str
    byte_size: int
    sha256: bytes
    storage_key: str


async def store_upload(
    storage: Storage, merchant_id: MerchantId, file: Arriving, file_name: str, *, limit: int
) -> StoredUpload:
    """Write a file into the storage; it is there for good when this returns.

    Errors: Required, TooLong … at file_name; FileTooLarge as soon as there are more bytes than `limit`.
            Then nothing stays behind.
    """
    name = bare_name(file_name)
    upload_id = UploadId(new_id())
    key = f"{merchant_id}/upload/{upload_id}"
    measured = Measured(_pieces(file), limit)
    await storage.write(key, measured)
    return StoredUpload(upload_id, name, measured.byte_size, measured.digest(), key)


async def discard_upload(storage: Storage, upload: StoredUpload) -> None:
    """Remove a file of which no import has come."""
    await storage.remove(upload.storage_key)


def bare_name(file_name: str) -> str:
    """Return the name of a file without its folders. Errors: Required, TooLong … at file_name."""
    # Some browsers send the whole path, of whichever system.
    name = PureWindowsPath(PurePosixPath(file_name).name).name.strip()
    if not name:
        raise Required(field=("file_name",))
    if failure := misfit(name, NAME_LIMIT):
        raise failure.at("file_name")
    return name


class Measured:
    """Pieces that are counted and hashed as they pass. Errors: FileTooLarge at the first byte too many."""

    def __init__(self, pieces: AsyncIterable[bytes], limit: int) -> None:
        self._pieces, self._limit = pieces, limit
        self._digest = sha256()
        self.byte_size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            self.byte_size += len(piece)
            if self.byte_size > self._limit:
                raise FileTooLarge(limit=self._limit)
            self._digest.update(piece)
            yield piece

    def digest(self) -> bytes:
        """Return the SHA-256 of what has passed."""
        return self._digest.digest()


async def _pieces(file: Arriving) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE_BYTES):
        yield piece
