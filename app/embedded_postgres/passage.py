"""Directories that root has closed let one account pass through, and do nothing else for it.

A checkout below /root is the usual case. An access control list with one entry more is the
smallest change that works: the account may pass, not list, and nobody else gains anything.
"""

import errno
import logging
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.embedded_postgres.access_list import entries_of_mode, pack, unpack, with_passage

ACL = "system.posix_acl_access"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A directory that was changed, and how it was before."""

    directory: Path
    mode: int
    entries: bytes | None


def grant_passage(uid: int, *targets: Path) -> list[Opened]:
    """Let `uid` pass the closed directories above `targets`; return those that were changed for it."""
    above = sorted({directory for target in targets for directory in target.parents})
    return [opened for place in above if not _open_to(place, uid) and (opened := _open(place, uid))]


def take_back(granted: list[Opened]) -> None:
    """Make everything again as it was before `grant_passage`."""
    for opened in granted:
        if opened.entries is None:
            os.removexattr(opened.directory, ACL)
            opened.directory.chmod(opened.mode)
        else:
            os.setxattr(opened.directory, ACL, opened.entries)


def _open_to(directory: Path, uid: int) -> bool:
    found = directory.stat()
    return bool(found.st_mode & (stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH))


def _open(directory: Path, uid: int) -> Opened | None:
    mode = stat.S_IMODE(directory.stat().st_mode)
    try:
        before = _read_list(directory)
        entries = entries_of_mode(mode) if before is None else unpack(before)
        os.setxattr(directory, ACL, pack(with_passage(entries, uid)))
    except (OSError, AttributeError):  # no lists on this file system, or no such call on this system
        return None
    log.warning("Postgres runs as user %d, which may now pass through %s", uid, directory)
    return Opened(directory, mode, before)


def _read_list(directory: Path) -> bytes | None:
    try:
        return os.getxattr(directory, ACL)
    except OSError as error:
        if error.errno == errno.ENODATA:
            return None
        raise
