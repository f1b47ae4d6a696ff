"""What a file holds is only looked at in a process with limits: a workbook can be made to eat all memory."""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path

from domain.errors import WorkbookTooLarge

MEMORY_BYTES = 2 * 1024**3
CPU_S = 1800
_NICENESS = 10  # who waits for an answer of the API comes first
_CHECKOUT = Path(__file__).resolve().parents[2]


class Child:
    """Our end of a process that answers questions."""

    def __init__(self, pipe: PipeEnd) -> None:
        self._pipe = pipe

    async def ask(self, question: object) -> object:
        """Send a question and return the answer. Errors: as `receive`."""
        with suppress(ConnectionError):  # what has become of the process is told by `receive`
            await asyncio.to_thread(self._pipe.send, question)
        return await self.receive()

    async def receive(self) -> object:
        """Return what the process has to say next.

        Errors: what it has sent as an error, be it a Failure or a bug; WorkbookTooLarge when it has come to
                its limits.
        """
        try:
            # In a thread, so that everything else goes on.
            received = await asyncio.to_thread(self._pipe.recv)
        except (EOFError, ConnectionError):
            raise WorkbookTooLarge(limit=MEMORY_BYTES) from None
        if isinstance(received, Exception):
            raise received
        return received


@asynccontextmanager
async def child(program: str, arguments: Sequence[Path], scratch: Path) -> AsyncIterator[Child]:
    """Yield a process that runs `main` of a module; it is gone afterwards, whatever it was doing.

    Its temporary files lie in `scratch`.
    """
    ours, theirs = Pipe()
    process = await asyncio.to_thread(_start, program, arguments, scratch, theirs)
    try:
        yield Child(ours)
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)
        ours.close()


def answer_parent(answer: Callable[[PipeEnd, list[str]], None]) -> None:
    """Be such a process: take its limits, and send what goes wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    os.nice(_NICENESS)
    descriptor, *arguments = sys.argv[1:]
    pipe = PipeEnd(int(descriptor))
    with suppress(EOFError, ConnectionError):  # nobody needs an answer any more
        try:
            answer(pipe, arguments)
        except (EOFError, ConnectionError):
            raise
        except MemoryError:
            pipe.send(WorkbookTooLarge(limit=MEMORY_BYTES))
        except Exception as error:
            pipe.send(error)


def _start(
    program: str, arguments: Sequence[Path], scratch: Path, pipe: PipeEnd
) -> "subprocess.Popen[bytes]":
    # Not resolved: what has lost its name, and is reached by its descriptor, is where no path leads.
    paths = [str(path.absolute()) for path in arguments]
    with pipe:
        return subprocess.Popen(
            [sys.executable, "-c", f"from {program} import main; main()", str(pipe.fileno()), *paths],
            cwd=_CHECKOUT,
            env={**os.environ, "TMPDIR": str(scratch)},
            stdin=subprocess.DEVNULL,
            pass_fds=[pipe.fileno()],
        )
