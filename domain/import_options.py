"""What is decided about an import: what the caller gave, completed by what is assumed otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.countries import read_country
from domain.customer import ErrorPolicy, MatchKey
from domain.errors import Failure, Failures, Invalid, RegionUnknown, Required
from domain.group import GroupConflictPolicy
from domain.ids import GroupId, Kind, decode, encode
from domain.import_policy import EmptyCellPolicy, OnMatch, UnknownColumnPolicy, UnknownGroupPolicy
from domain.phone import REGIONS

# A file has no column for our own ids, and two people of one name can live in one place.
MATCHABLE = (MatchKey.EXTERNAL_REFERENCE, MatchKey.PHONE, MatchKey.EMAIL)


@dataclass(frozen=True, slots=True)
class ImportOptionsDraft:
    """What a caller says about an import; None leaves it to us."""

    match_on: tuple[MatchKey, ...] | None = None
    on_match: OnMatch | None = None
    empty_cells: EmptyCellPolicy | None = None
    unknown_groups: UnknownGroupPolicy | None = None
    group_conflict: GroupConflictPolicy | None = None
    error_policy: ErrorPolicy | None = None
    default_region: str | None = None
    unknown_columns: UnknownColumnPolicy | None = None
    group_id: GroupId | None = None


NOTHING_SAID = ImportOptionsDraft()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What holds for an import. `group_id` is joined by all its customers, whatever the file says."""

    match_on: tuple[MatchKey, ...]
    on_match: OnMatch
    empty_cells: EmptyCellPolicy
    unknown_groups: UnknownGroupPolicy
    group_conflict: GroupConflictPolicy
    error_policy: ErrorPolicy
    default_region: str
    unknown_columns: UnknownColumnPolicy
    group_id: GroupId | None

    @property
    def moving(self) -> GroupConflictPolicy:
        """What happens to a customer who is in another group than a row says."""
        # A group is a value like others: who is in one is not empty there.
        filling = self.on_match is OnMatch.FILL_EMPTY_ONLY
        return GroupConflictPolicy.SKIP if filling else self.group_conflict

    def as_json(self) -> dict[str, Any]:
        """Return the options as they are stored with their import; enums are texts for JSON."""
        return {
            "match_on": list(self.match_on),
            "on_match": self.on_match,
            "empty_cells": self.empty_cells,
            "unknown_groups": self.unknown_groups,
            "group_conflict": self.group_conflict,
            "error_policy": self.error_policy,
            "default_region": self.default_region,
            "unknown_columns": self.unknown_columns,
            "group_id": encode(Kind.GROUP, self.group_id) if self.group_id else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_json` has stored."""
        group_id = decode(stored["group_id"], Kind.GROUP) if stored["group_id"] else None
        return cls(
            match_on=tuple(MatchKey(key) for key in stored["match_on"]),
            on_match=OnMatch(stored["on_match"]),
            empty_cells=EmptyCellPolicy(stored["empty_cells"]),
            unknown_groups=UnknownGroupPolicy(stored["unknown_groups"]),
            group_conflict=GroupConflictPolicy(stored["group_conflict"]),
            error_policy=ErrorPolicy(stored["error_policy"]),
            default_region=stored["default_region"],
            unknown_columns=UnknownColumnPolicy(stored["unknown_columns"]),
            group_id=GroupId(group_id) if group_id else None,
        )


def import_options(draft: ImportOptionsDraft, region: str) -> ImportOptions:
    """Return what holds when this is said; numbers are read in `region` unless the draft names another.

    Errors: Failures with Required at match_on when it is empty, Invalid at match_on and the index of a key
            that no file has, RegionUnknown at default_region.
    """
    failures = [*_unmatchable(draft.match_on), *_not_dialled(draft.default_region)]
    if failures:
        raise Failures(failures)
    return ImportOptions(
        match_on=MATCHABLE if draft.match_on is None else tuple(dict.fromkeys(draft.match_on)),
        on_match=draft.on_match or OnMatch.UPDATE,
        empty_cells=draft.empty_cells or EmptyCellPolicy.KEEP,
        unknown_groups=draft.unknown_groups or UnknownGroupPolicy.CREATE,
        group_conflict=draft.group_conflict or GroupConflictPolicy.MOVE,
        error_policy=draft.error_policy or ErrorPolicy.REJECT_FAILED_ROWS,
        default_region=read_country(draft.default_region) if draft.default_region else region,
        unknown_columns=draft.unknown_columns or UnknownColumnPolicy.IGNORE,
        group_id=draft.group_id,
    )


def _unmatchable(keys: tuple[MatchKey, ...] | None) -> list[Failure]:
    if keys == ():
        return [Required(field=("match_on",))]
    return [
        Invalid(field=("match_on", index)) for index, key in enumerate(keys or ()) if key not in MATCHABLE
    ]


def _not_dialled(region: str | None) -> list[Failure]:
    if region is None:
        return []
    try:
        known = read_country(region) in REGIONS
    except RegionUnknown:
        known = False
    return [] if known else [RegionUnknown(field=("default_region",), value=region)]
