"""A sheet on its way into the store: a file without a name, written by one thread, then read in pieces."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, ParamSpec, TypeVar

from domain.file_format import FileFormat
from services.sheets.sheet import Sheet, SheetRow
from services.sheets.writer import SheetWriter, sheet_writer

PIECE_BYTES = 1024 * 1024

P = ParamSpec("P")
T = TypeVar("T")


class SheetFile:
    """A sheet that is being written. `byte_size` and `digest` (SHA-256) are known once `pieces` are read."""

    def __init__(self, format: FileFormat, file: IO[bytes], hand: ThreadPoolExecutor) -> None:
        self.format = format
        self.byte_size = 0
        self._file, self._hand = file, hand
        self._sha256 = sha256()
        self._writer: SheetWriter | None = None

    async def begin(self, sheet: Sheet) -> None:
        """Write the header."""
        self._writer = await self._do(sheet_writer, self.format, sheet, self._file)

    async def write(self, make: Callable[[], Sequence[SheetRow]]) -> None:
        """Append the rows that `make` returns. Errors: TooManyRowsForFormat, SheetTooLarge."""
        assert self._writer is not None, "a sheet begins with its header"
        writer = self._writer
        await self._do(lambda: writer.write(make()))

    async def finish(self) -> None:
        """Write what comes last."""
        assert self._writer is not None, "a sheet begins with its header"
        await self._do(self._writer.finish)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the file, from its first byte to its last."""
        await self._do(self._file.seek, 0)
        while piece := await self._do(self._file.read, PIECE_BYTES):
            self._sha256.update(piece)
            self.byte_size += len(piece)
            yield piece

    @property
    def digest(self) -> bytes:
        return self._sha256.digest()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def _do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        # Who is cancelled leaves; the thread ends what it is doing, and only then the file is closed.
        doing = asyncio.get_running_loop().run_in_executor(self._hand, lambda: work(*args, **kwargs))
        return await asyncio.shield(doing)


@asynccontextmanager
async def sheet_file(format: FileFormat) -> AsyncIterator[SheetFile]:
    """Yield a file for a sheet of this format; nothing of it is left afterwards."""
    with TemporaryFile(prefix="kontor-export-") as file:
        hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sheet")
        written = SheetFile(format, file, hand)
        try:
            yield written
        finally:
            await asyncio.to_thread(hand.shutdown)
            written.close()
