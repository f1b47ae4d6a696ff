"""A file is read ahead by a process of its own, while what was read before is stored."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.imports.child import Child, child
from services.imports.reading_process import Batch, FileQuestion, OpenedFile
from services.imports.staged_row import Assumptions

_PROGRAM = "services.imports.reading_process"


class FileReader:
    """Our end of the process that reads one file.

    Errors, on opening and on reading: the failures of importers.pipeline; those of services.imports.child.
    """

    def __init__(self, process: Child) -> None:
        self._process = process
        self._coming: asyncio.Task[object] | None = None

    async def open(self, question: FileQuestion) -> OpenedFile:
        """Find out what the file is; may be asked again, with other custom fields."""
        opened = await self._process.ask(question)
        assert isinstance(opened, OpenedFile)
        return opened

    async def batches(self, assumed: Assumptions, settled: int, staged: int) -> AsyncIterator[Batch]:
        """Yield the rows of the file as it was last opened, but for those up to row `staged`.

        Issues up to row `settled` are left out.
        """
        answer = await self._process.ask((assumed, settled, staged))
        while isinstance(answer, Batch):
            self._coming = asyncio.create_task(self._process.receive())
            yield answer
            answer = await self._coming

    async def close(self) -> None:
        """Let go of what nobody waits for any more; the process has ended."""
        if self._coming is not None:
            await asyncio.gather(self._coming, return_exceptions=True)


@asynccontextmanager
async def file_reader(path: Path) -> AsyncIterator[FileReader]:
    """Yield a reader of the file at `path`; its process is gone afterwards, whatever it was doing."""
    reader: FileReader | None = None
    try:
        async with child(_PROGRAM, [path], Path(tempfile.gettempdir())) as process:
            reader = FileReader(process)
            yield reader
    finally:
        if reader is not None:
            await reader.close()
