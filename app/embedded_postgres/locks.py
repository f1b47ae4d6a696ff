"""Who may start or stop the server, and who still uses it: two file locks that die with their holder.

A killed process lets go of both by itself, so no list of users has to be kept or repaired.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

RETRY_S = 0.05


class UserLock:
    """Held shared by every process that uses the server; the last one to let go turns it off."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object counts as a user."""
        return self._file is not None

    def join(self) -> None:
        """Count as a user from now on. To be called under the turn, so that it never has to wait."""
        if self._file is None:
            self._file = _open(self._path)
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Count no longer; return whether nobody else is left. To be called under the turn."""
        file = _open(self._path) if self._file is None else self._file
        self._file = None
        try:
            return _try_alone(file)
        finally:
            os.close(file)


@asynccontextmanager
async def turn(path: Path) -> AsyncIterator[None]:
    """Start or stop one after the other, across processes and within one."""
    file = _open(path)
    try:
        while not _try_alone(file):  # noqa: ASYNC110 - another process can't set an Event of ours
            await asyncio.sleep(RETRY_S)
        yield
    finally:
        os.close(file)


def _try_alone(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
