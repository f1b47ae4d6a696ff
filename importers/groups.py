"""A cell names a customer's group; naming two different ones is a conflict, for there is one at most."""

import re
from functools import lru_cache

from domain.group import NAME_LIMIT, group_key
from domain.issues import ImportIssueCode, IssueSeverity
from importers.findings import Finding

_SEPARATOR = re.compile(r"[;|\n]")


@lru_cache(maxsize=4096)
def read_groups(text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the groups of a cell as written, each once: `VIP; vip` is one group, `VIP; Neu` a conflict.

    A comma parts nothing: `Kunden, Berlin` is the name of a group.
    """
    names = (" ".join(name.split()) for name in _SEPARATOR.split(text))
    distinct: dict[str, str] = {}
    for name in filter(None, names):
        distinct.setdefault(group_key(name), name)
    groups = tuple(distinct.values())
    return groups, (*_conflict(groups), *map(_too_long, filter(_is_too_long, groups)))


def _conflict(groups: tuple[str, ...]) -> tuple[Finding, ...]:
    if len(groups) < 2:
        return ()
    facts = {"groups": list(groups)}
    return (Finding(ImportIssueCode.GROUP_CONFLICT_IN_FILE, IssueSeverity.ERROR, facts=facts),)


def _is_too_long(name: str) -> bool:
    return len(name) > NAME_LIMIT


def _too_long(name: str) -> Finding:
    facts = {"limit": NAME_LIMIT, "length": len(name)}
    return Finding(ImportIssueCode.TOO_LONG, IssueSeverity.ERROR, facts=facts)
