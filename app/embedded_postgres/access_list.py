"""A POSIX access control list, read, changed and written without taking or giving anybody else a right.

Source: acl(5); layout and numbers from linux/posix_acl_xattr.h and linux/posix_acl.h.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

VERSION = struct.pack("<I", 2)
ENTRY = struct.Struct("<HHI")
NO_ID = 0xFFFFFFFF
PASS = 0o1


class Tag(IntEnum):
    """Whom an entry is about; the kernel wants them in this order."""

    OWNER = 0x01
    USER = 0x02
    OWNING_GROUP = 0x04
    GROUP = 0x08
    MASK = 0x10
    OTHERS = 0x20


MASKED = {Tag.USER, Tag.OWNING_GROUP, Tag.GROUP}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One line of the list: `id` is a user's or group's number, `rights` as in one octal digit."""

    tag: Tag
    id: int
    rights: int


def entries_of_mode(mode: int) -> list[Entry]:
    """Return the list that says the same as a directory's nine permission bits."""
    return [
        Entry(Tag.OWNER, NO_ID, mode >> 6 & 0o7),
        Entry(Tag.OWNING_GROUP, NO_ID, mode >> 3 & 0o7),
        Entry(Tag.OTHERS, NO_ID, mode & 0o7),
    ]


def with_passage(entries: Iterable[Entry], uid: int) -> list[Entry]:
    """Return the list with which `uid` may pass through, and everybody else as before."""
    entries = list(entries)
    mask = next((entry.rights for entry in entries if entry.tag is Tag.MASK), 0o7)
    # The mask has to let our entry through; what it held back of the others is held back in them.
    others = [
        replace(entry, rights=entry.rights & mask) if entry.tag in MASKED else entry
        for entry in entries
        if entry.tag is not Tag.MASK and (entry.tag, entry.id) != (Tag.USER, uid)
    ]
    widest = PASS
    for entry in others:
        widest |= entry.rights if entry.tag in MASKED else 0
    return sorted([*others, Entry(Tag.USER, uid, PASS), Entry(Tag.MASK, NO_ID, widest)])


def pack(entries: Iterable[Entry]) -> bytes:
    """Return the list as the kernel takes it in `system.posix_acl_access`."""
    return VERSION + b"".join(ENTRY.pack(entry.tag, entry.rights, entry.id) for entry in entries)


def unpack(packed: bytes) -> list[Entry]:
    """Return the entries of a list that the kernel gave."""
    return [
        Entry(Tag(tag), number, rights) for tag, rights, number in ENTRY.iter_unpack(packed[len(VERSION) :])
    ]
