"""What a client says of a file, its columns and its import, as the use cases take it."""

from collections.abc import Sequence
from typing import Any

import strawberry

from domain.import_options import NOTHING_SAID, ImportOptionsDraft
from importers.dialect import UNKNOWN, DialectDraft
from resolvers import ids
from schema.inputs.import_input import ColumnMappingInput, DialectInput, ImportOptionsInput
from services.imports.given import GivenMapping


def options_draft(options: ImportOptionsInput | None) -> ImportOptionsDraft:
    """Return the options as given; null is as good as left out. Errors: GroupNotFound at options."""
    return ImportOptionsDraft(**given_options(options)) if options else NOTHING_SAID


def dialect_draft(dialect: DialectInput | None) -> DialectDraft:
    """Return the dialect as given; null is as good as left out."""
    return DialectDraft(**given_dialect(dialect)) if dialect else UNKNOWN


def given_mapping(mapping: Sequence[ColumnMappingInput] | None) -> GivenMapping:
    """Return each column with what it means; null is no mapping at all."""
    return [(one.column, one.target or None) for one in mapping or ()]


def given_options(options: ImportOptionsInput | None) -> dict[str, Any]:
    """Return the members that are given, be it as null; null for all of them gives back each of them."""
    given = _given(options, ImportOptionsDraft)
    if given.get("match_on") is not None:
        given["match_on"] = tuple(given["match_on"])
    if given.get("group_id") is not None:
        given["group_id"] = ids.group_id(given["group_id"], ("options", "group_id"))
    return given


def given_dialect(dialect: DialectInput | None) -> dict[str, Any]:
    """Return the members that are given, be it as null; null for all of them gives back each of them."""
    return _given(dialect, DialectDraft)


def _given(input: Any, draft: type[ImportOptionsDraft | DialectDraft]) -> dict[str, Any]:
    names = draft.__dataclass_fields__
    if input is None:
        return dict.fromkeys(names)
    return {name: value for name in names if (value := getattr(input, name)) is not strawberry.UNSET}
