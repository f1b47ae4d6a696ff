"""Directories that root has closed let one account pass through, and do nothing else for it.

A checkout below /root is the usual case. An access control list with one entry more is the
smallest change that works: the account may pass, not list, and nobody else gains anything.
"""

import errno
import logging
import os
import stat
import struct
from pathlib import Path

ACL = "system.posix_acl_access"
# Layout and numbers: linux/posix_acl_xattr.h and linux/posix_acl.h.
VERSION = struct.pack("<I", 2)
ENTRY = struct.Struct("<HHI")
OWNER, USER, GROUP, MASK, OTHERS = 0x01, 0x02, 0x04, 0x10, 0x20
NO_ID = 0xFFFFFFFF
PASS = 0o1

log = logging.getLogger(__name__)


def grant_passage(uid: int, *targets: Path) -> list[Path]:
    """Let `uid` pass the closed directories above `targets`; return those that were changed for it."""
    above = {directory for target in targets for directory in target.parents}
    return [place for place in sorted(above) if not _passable(place, uid) and _add_entry(place, uid)]


def take_back(granted: list[Path]) -> None:
    """Close again what `grant_passage` has opened."""
    for directory in granted:
        mode = _mode_below_list(os.getxattr(directory, ACL))
        os.removexattr(directory, ACL)
        directory.chmod(directory.stat().st_mode & 0o7000 | mode)


def _passable(directory: Path, uid: int) -> bool:
    found = directory.stat()
    return bool(found.st_mode & (stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH))


def _add_entry(directory: Path, uid: int) -> bool:
    try:
        if _has_list(directory):
            return False  # somebody has decided already who may pass
        os.setxattr(directory, ACL, _list_with(uid, directory.stat().st_mode))
    except (OSError, AttributeError):  # no lists on this file system, or no such call on this system
        return False
    log.warning("Postgres runs as user %d, which may now pass through %s", uid, directory)
    return True


def _has_list(directory: Path) -> bool:
    try:
        return bool(os.getxattr(directory, ACL))
    except OSError as error:
        if error.errno == errno.ENODATA:
            return False
        raise


def _list_with(uid: int, mode: int) -> bytes:
    owner, group, others = mode >> 6 & 0o7, mode >> 3 & 0o7, mode & 0o7
    entries = (
        (OWNER, owner, NO_ID),
        (USER, PASS, uid),
        (GROUP, group, NO_ID),
        (MASK, group | PASS, NO_ID),
        (OTHERS, others, NO_ID),
    )
    return VERSION + b"".join(ENTRY.pack(*entry) for entry in entries)


def _mode_below_list(entries: bytes) -> int:
    found = ENTRY.iter_unpack(entries[len(VERSION) :])
    permissions: dict[int, int] = {tag: rights for tag, rights, _ in found}
    return permissions[OWNER] << 6 | permissions[GROUP] << 3 | permissions[OTHERS]
