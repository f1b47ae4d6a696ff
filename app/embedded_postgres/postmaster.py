"""Whether a server lives over a data directory, which process it is, and how it ends.

`postmaster.pid` says who claims to; only the process table says whether that is true: its
number may have gone to another process, or belong to a dead one that nobody has reaped.
"""

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

POLL_S = 0.05
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Claim:
    """What `postmaster.pid` says; its lines are listed in PostgreSQL's `utils/pidfile.h`."""

    pid: int
    socket_directory: Path | None
    ready: bool


def read_claim(data: Path) -> Claim | None:
    """Return what the pid file says, or None when there is none that can be read."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return Claim(
        pid=pid,
        socket_directory=Path(lines[4]) if len(lines) > 4 and lines[4] else None,
        ready=len(lines) > 7 and lines[7].strip() == "ready",
    )


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether `pid` is the living server over `data`."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and _serves(process.cmdline(), data)
    except psutil.NoSuchProcess:
        return False


def _serves(command: list[str], data: Path) -> bool:
    return command[1:3] == ["-D", str(data)] and Path(command[0]).name == "postgres"


def find_living(data: Path) -> Claim | None:
    """Return the claim of a server that lives over `data`, be it ready or still recovering."""
    claim = read_claim(data)
    return claim if claim and is_postmaster(claim.pid, data) else None


def discard_unreadable_claim(data: Path) -> None:
    """Remove a pid file without a pid, which a full disk leaves behind and Postgres won't start over.

    To be called under the turn: nobody else is then about to write one.
    """
    if (data / "postmaster.pid").exists() and read_claim(data) is None and not _served_by_anyone(data):
        (data / "postmaster.pid").unlink()


def _served_by_anyone(data: Path) -> bool:
    return any(is_postmaster(pid, data) for pid in psutil.pids())


async def shut_down(pid: int) -> bool:
    """End the server politely to its data, not to its clients; return whether it has ended."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)  # knows its start time too, so it never means a successor
        for request in (signal.SIGINT, signal.SIGQUIT):  # "fast" and, if that hangs, "immediate"
            process.send_signal(request)
            if await _ended(process):
                return True
        return False
    return True


async def _ended(process: psutil.Process) -> bool:
    for _ in range(int(PATIENCE_S / POLL_S)):
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(POLL_S)
    return False
