"""Bytes are counted and hashed as they pass, and are refused when they are not what was said of them."""

import hmac
from collections.abc import AsyncIterable, AsyncIterator
from hashlib import sha256

from domain.errors import FileTooLarge, UploadAltered, UploadBroken


class Measured:
    """Pieces that are measured as they pass. Errors: FileTooLarge at the first byte too many."""

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

    async def checked(self, announced: int, digest: bytes | None) -> AsyncIterator[bytes]:
        """Yield the pieces; at their end they are as many bytes as announced, with this SHA-256 if given.

        Errors: UploadBroken, UploadAltered.
        """
        async for piece in self:
            yield piece
        if self.byte_size < announced:
            raise UploadBroken(received=self.byte_size, announced=announced)
        if digest is not None and not hmac.compare_digest(digest, self.digest):
            raise UploadAltered

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what has passed."""
        return self._digest.digest()
