"""A file is read in a process of its own, with limits: a workbook can be made to eat all memory."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path

from domain.errors import WorkbookTooLarge
from services.imports.reading_process import MEMORY_BYTES, Batch, FileQuestion, OpenedFile
from services.imports.staged_row import Assumptions

_PROGRAM = "from services.imports.reading_process import main; main()"
_CHECKOUT = Path(__file__).resolve().parents[2]


class FileReader:
    """Our end of the process that reads one file.

    Errors, on opening and on reading: the failures of importers.pipeline; WorkbookTooLarge when the process
            has come to its limits; a bug as it is.
    """

    def __init__(self, pipe: PipeEnd) -> None:
        self._pipe = pipe

    async def open(self, question: FileQuestion) -> OpenedFile:
        """Find out what the file is; may be asked again, with other custom fields."""
        opened = await self._ask(question)
        assert isinstance(opened, OpenedFile)
        return opened

    async def batches(self, assumed: Assumptions, settled: int) -> AsyncIterator[Batch]:
        """Yield the rows of the file as it was last opened; issues up to row `settled` are left out."""
        answer = await self._ask((assumed, settled))
        while isinstance(answer, Batch):
            yield answer
            answer = await self._receive()

    async def _ask(self, question: object) -> object:
        await asyncio.to_thread(self._pipe.send, question)
        return await self._receive()

    async def _receive(self) -> object:
        try:
            # In a thread, so that the job's heartbeat goes on.
            received = await asyncio.to_thread(self._pipe.recv)
        except (EOFError, ConnectionError):
            raise WorkbookTooLarge(limit=MEMORY_BYTES) from None
        if isinstance(received, Exception):
            raise received
        return received


@asynccontextmanager
async def file_reader(path: Path) -> AsyncIterator[FileReader]:
    """Yield a reader of the file at `path`; its process is gone afterwards, whatever it was doing."""
    ours, theirs = Pipe()
    process = await asyncio.to_thread(_start, path, theirs)
    try:
        yield FileReader(ours)
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)
        ours.close()


def _start(path: Path, pipe: PipeEnd) -> "subprocess.Popen[bytes]":
    with pipe:
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(pipe.fileno()), str(path.absolute())],
            cwd=_CHECKOUT,
            stdin=subprocess.DEVNULL,
            pass_fds=[pipe.fileno()],
        )
