"""Where files are kept: in a folder, or in S3 and whatever speaks like it; whole or not at all."""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from services.handing_over import hand_over

if TYPE_CHECKING:  # they are not there at runtime
    from obstore.store import ClientConfig, S3Config

PIECE_BYTES = 1024 * 1024
# S3 takes no smaller part than 5 MiB. So many bytes are held for each part on its way.
PART_BYTES = 5 * 1024 * 1024
PARTS_AT_ONCE = 2
# For one request, which may have to bring the largest file; silence is noticed before.
TIMEOUT = timedelta(hours=1)
SILENCE = timedelta(seconds=30)


class StorageUrlInvalid(ValueError):
    """An address names no place where files can be kept; its text says what one would look like."""


class Storage:
    """Files by their keys, `<merchant>/<kind>/<id>`.

    Errors, of everything that goes through a network: obstore.exceptions.BaseError when it fails.
    """

    def __init__(self, store: LocalStore | S3Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def at(cls, url: str) -> "Storage":
        """Return the storage at `file:///folder` or `s3://bucket/prefix?endpoint=…&region=…`.

        What the parameters do not say about S3, variables AWS_… do. Errors: StorageUrlInvalid.
        """
        parts = urlsplit(url)
        path = unquote(parts.path)
        match parts.scheme:
            case "file" if path.startswith("/") and not (parts.netloc or parts.query):
                return cls._in_folder(Path(path))
            case "s3" if parts.netloc:
                return cls(_s3(parts.netloc, path.strip("/"), parse_qsl(parts.query)), None)
            case _:
                raise StorageUrlInvalid("an address like file:///folder or s3://bucket/prefix")

    @classmethod
    def _in_folder(cls, folder: Path) -> "Storage":
        try:
            # Made by us, it is for nobody else to look into; of one that was there, its owner has decided.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUrlInvalid(f"a folder that can be made ({error.strerror})") from None
        return cls(LocalStore(folder), folder)

    async def write(self, key: str, pieces: AsyncIterable[bytes]) -> None:
        """Keep a file; it is there for good when this returns, and not at all when this raises.

        Errors: whatever `pieces` raises.
        """
        await hand_over(pieces, partial(self._take, key))
        if self._folder is not None:
            await asyncio.to_thread(_outlast_power_cut, self._folder / key)

    async def _take(self, key: str, pieces: AsyncIterator[bytes]) -> None:
        # What raises here is undone there: no file is left, and no part of one.
        await obstore.put_async(
            self._store, key, pieces, chunk_size=PART_BYTES, max_concurrency=PARTS_AT_ONCE
        )

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """Yield a file in pieces. Errors: FileNotFoundError."""
        found = await obstore.get_async(self._store, key)
        async for piece in found.stream(min_chunk_size=PIECE_BYTES):
            yield piece

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """Yield where a program can read a file; a copy that nobody else sees, if it is kept elsewhere.

        Errors: FileNotFoundError.
        """
        if self._folder is not None:
            path = self._folder / key
            if not await asyncio.to_thread(path.is_file):
                raise FileNotFoundError(path)
            yield path
            return
        # Without a name in any folder it is gone when we are, even if we are killed. Children of ours
        # can open it by the way through us.
        with TemporaryFile(prefix="kontor-") as copy:
            async for piece in self.read(key):
                await asyncio.to_thread(copy.write, piece)
            copy.flush()
            yield Path(f"/proc/{os.getpid()}/fd/{copy.fileno()}")

    async def remove(self, key: str) -> None:
        """Remove a file; that there is none is fine."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)

    async def remove_beneath(self, folder: str) -> None:
        """Remove all files whose keys begin with `folder` and a slash."""
        async for found in obstore.list(self._store, folder):
            for file in found:
                await self.remove(file["path"])


def _s3(bucket: str, prefix: str, parameters: Iterable[tuple[str, str]]) -> S3Store:
    given = dict(parameters)
    options: ClientConfig = {
        "timeout": TIMEOUT,
        "read_timeout": SILENCE,
        "allow_http": any(value.startswith("http://") for value in given.values()),
    }
    try:
        return S3Store(bucket, prefix=prefix or None, config=cast("S3Config", given), client_options=options)
    except BaseError as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise StorageUrlInvalid(f"an address that S3 takes ({reason})") from None


def _outlast_power_cut(path: Path) -> None:
    """Return when a file, and its name in its folder, would be there after one."""
    path.chmod(0o600)
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
