"""A cell names a customer's group; naming two different ones is a conflict, for there is one at most."""

from functools import lru_cache

from domain.group import NAME_LIMIT, group_key
from domain.group_cell import names_in_cell
from domain.issues import ImportIssueCode, IssueSeverity
from importers.findings import Finding


@lru_cache(maxsize=4096)
def read_groups(text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the groups of a cell as written, each once: `VIP; vip` is one group, `VIP; Neu` a conflict.

    How a cell names groups is said in domain.group_cell.
    """
    distinct: dict[str, str] = {}
    for name in names_in_cell(text):
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
