"""How a cell names groups: several are parted by signs, and a name with such a sign stands in quotes."""

import re

_SEPARATOR = re.compile(r"[;|\n]")
_QUOTED = re.compile(r'"((?:[^"]|"")+)"')


def group_cell(name: str) -> str:
    """Return what a cell holds for one group: `A; B` in quotation marks, most names as they are."""
    if _SEPARATOR.search(name) or _QUOTED.fullmatch(name):
        return '"' + name.replace('"', '""') + '"'
    return name


def names_in_cell(text: str) -> list[str]:
    """Return the names that a cell holds, as written, with one space between words.

    A comma parts nothing: `Kunden, Berlin` is the name of a group.
    """
    quoted = _QUOTED.fullmatch(text)
    parts = [quoted[1].replace('""', '"')] if quoted else _SEPARATOR.split(text)
    return [name for part in parts if (name := " ".join(part.split()))]
