"""What a caller says of a file and its columns: checked before anything is read, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from domain.columns import CustomColumn
from domain.errors import ColumnNotFound, Failures, Invalid, TargetTaken, TargetUnknown, TooManyItems
from domain.storable import require_storable
from importers.dialect import DialectDraft, check_dialect
from importers.limits import LIMITS
from importers.mapping import ColumnMapping, check_mapping
from services.at_field import at_field

# Columns from 0 with what each is to fill, in the order in which the caller gives them.
GivenMapping = Sequence[tuple[int, str | None]]


def checked_dialect(draft: DialectDraft) -> DialectDraft:
    """Return a dialect that can be kept.

    Errors: those of check_dialect; NulCharacter and LoneSurrogate at delimiter and sheet.
    """
    for name in ("delimiter", "sheet"):
        with at_field(name):
            if (text := getattr(draft, name)) is not None:
                require_storable(text)
    check_dialect(draft)
    return draft


def checked_mapping(given: GivenMapping, custom: Sequence[CustomColumn], width: int | None) -> ColumnMapping:
    """Return what each named column fills; `width` is how many the file has, None while that is not known.

    Errors: TooManyItems. At the index: Failures of Invalid at column for one that is named twice, or is
            below 0; ColumnNotFound at column; TargetUnknown and TargetTaken at target.
    """
    columns = [column for column, _ in given]
    if len(columns) > LIMITS.columns:
        raise TooManyItems(limit=LIMITS.columns, count=len(columns))
    # No letters name a column before the first, so that no sentence could say which it is.
    if wrong := [n for n, column in enumerate(columns) if column < 0 or columns.index(column) < n]:
        raise Failures(Invalid(field=(index, "column")) for index in wrong)
    for index, column in enumerate(columns):
        if width is not None and column >= width:
            raise ColumnNotFound(field=(index, "column"), column=column, count=width)
    try:
        check_mapping(dict(given), custom)
    except TargetUnknown as failure:
        targets = [target for _, target in given]
        raise failure.at(targets.index(str(failure.facts["value"])), "target") from None
    except TargetTaken as failure:
        second = columns.index(int(str(failure.facts["second"])))
        raise failure.at(second, "target") from None
    return dict(given)


def dialect_as_json(dialect: DialectDraft) -> dict[str, Any]:
    """Return only what is given."""
    return {name: value for name, value in asdict(dialect).items() if value is not None}


def dialect_from_json(stored: Mapping[str, Any]) -> DialectDraft:
    return DialectDraft(**stored)


def mapping_as_json(mapping: ColumnMapping) -> list[dict[str, Any]]:
    """Return the mapping in the order of its columns."""
    return [{"column": column, "target": target} for column, target in sorted(mapping.items())]


def mapping_from_json(stored: Sequence[Mapping[str, Any]]) -> ColumnMapping:
    return {one["column"]: one["target"] for one in stored}
