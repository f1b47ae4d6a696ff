"""Which column fills what is the caller's word, where there is one, and ours elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from domain.columns import ColumnKey, CustomColumn, Target
from domain.errors import ColumnNotFound, TargetTaken, TargetUnknown
from importers.headers import FileColumn

# The index of a column, from 0, and the value of a ColumnKey, the key of a custom field, or None to leave
# the column out. A column that is not named is filled as its header says, if nothing named fills the same.
ColumnMapping = Mapping[int, str | None]
NO_MAPPING: ColumnMapping = MappingProxyType({})


def check_mapping(mapping: ColumnMapping, custom: Sequence[CustomColumn]) -> Mapping[int, Target | None]:
    """Return what each named column fills, without having seen the file.

    Errors: TargetUnknown; TargetTaken when two columns are to fill the same.
    """
    targets = {index: _target(name, custom) for index, name in sorted(mapping.items())}
    first: dict[Target, int] = {}
    for index, target in targets.items():
        if target is not None and first.setdefault(target, index) != index:
            raise TargetTaken(value=mapping[index], first=first[target], second=index)
    return targets


def mapped_columns(
    columns: Sequence[FileColumn], mapping: ColumnMapping, custom: Sequence[CustomColumn]
) -> tuple[FileColumn, ...]:
    """Return the columns with the targets that the mapping gives them, which are sure.

    Errors: those of check_mapping; ColumnNotFound for an index that the file does not have.
    """
    targets = check_mapping(mapping, custom)
    for index in targets:
        if not 0 <= index < len(columns):
            raise ColumnNotFound(column=index, count=len(columns))
    given = set(targets.values()) - {None}
    return tuple(_mapped(column, targets, given) for column in columns)


def _mapped(
    column: FileColumn, targets: Mapping[int, Target | None], given: set[Target | None]
) -> FileColumn:
    if column.index in targets:
        target = targets[column.index]
        return replace(column, target=target, confidence=1.0 if target else 0.0)
    return replace(column, target=None, confidence=0.0) if column.target in given else column


def _target(name: str | None, custom: Sequence[CustomColumn]) -> Target | None:
    if name is None:
        return None
    if name in set(ColumnKey):
        return ColumnKey(name)
    found = next((column for column in custom if column.key == name), None)
    if found is None:
        raise TargetUnknown(value=name)
    return found
