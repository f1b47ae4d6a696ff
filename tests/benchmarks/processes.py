"""What the kernel knows of a process: its CPU time, its memory, the cores it may use."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return user and system time of processes with all their threads; one that is gone counts 0."""
    return sum(_ticks(pid) for pid in pids) / _TICKS_PER_SECOND


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def pin(pid: int, cores: set[int]) -> None:
    """Let a process and its threads run on these cores only; what it starts later inherits it."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), cores)


def _ticks(pid: int) -> int:
    try:
        # The name in parentheses may hold spaces; utime and stime are the 12th and 13th after it.
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return int(stat[11]) + int(stat[12])
