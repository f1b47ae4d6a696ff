"""Imports of files in each phase, with what was found in them."""

from uuid import UUID

from tests.graphql.dataset.import_rows import add_rows
from tests.graphql.dataset.merchants import Making, Row

_DIALECT = {
    "format": "CSV",
    "encoding": "windows-1252",
    "bom": False,
    "delimiter": ";",
    "decimal_separator": ",",
    "header_row": 3,
    "sheet": None,
    "sheets": [],
}
_COLUMNS = [
    {"index": 0, "header": "Vorname", "target": "first_name", "confidence": 1.0, "samples": ["Zoë", ""]},
    {"index": 1, "header": "???", "target": None, "confidence": 0.25, "samples": []},
]
_PLAN = {
    "digest": "0" * 64,
    "counts": dict.fromkeys(
        ("rows", "created", "updated", "unchanged", "skipped", "rejected", "warnings"), 1
    ),
    "groups_to_create": ["Gäste „neu“", "VIP"],
    "custom_fields_to_create": ["Schuhgröße"],
    "group_moves": 3,
    "not_ready_after": [{"blocker": "EMAIL_MISSING", "count": 2}, {"blocker": "PHONE_INVALID", "count": 1}],
    "base": {},
}
# Status, phase, dialect, done, total, and why it failed.
_IMPORTS: tuple[tuple[str, str, Row, int, int | None, Row | None], ...] = (
    ("PENDING", "UPLOADED", {}, 0, None, None),
    ("RUNNING", "COMMITTING", _DIALECT, 7, 21, None),
    ("WAITING_FOR_USER", "VALIDATED", _DIALECT, 10, 20, None),
    ("CANCELED", "COMMITTING", _DIALECT, 15, 20, None),
    ("SUCCEEDED", "COMMITTED", _DIALECT, 0, 0, None),
    ("SUCCEEDED_WITH_ERRORS", "COMMITTED", _DIALECT, 30, 21, None),
    ("SUCCEEDED_WITH_ERRORS", "UNDONE", _DIALECT, 20, 20, None),
    (
        "FAILED",
        "UPLOADED",
        {},
        0,
        None,
        {"code": "FILE_TOO_LARGE", "text": "file_too_large", "facts": {"limit": 536870912}},
    ),
)
_ISSUES: tuple[Row, ...] = (
    {"code": "PHONE_INVALID", "severity": "WARNING", "column": 4, "header": "Handy", "raw_value": "{x} 12"},
    {"code": "DUPLICATE_IN_FILE", "severity": "ERROR", "facts": {"first_row": 2}, "raw_value": "0151"},
    {
        "code": "PHONE_FLOAT_REPAIRED",
        "severity": "FIXED",
        "column": 4,
        "field": "address.postal_code",
        "raw_value": "491512345678.0",
        "suggestion": "+491512345678",
    },
)


def add_imports(making: Making, groups: list[UUID]) -> None:
    """Add an import of each kind and its issues."""
    for status, phase, dialect, done, total, failure in _IMPORTS:
        created = making.moment()
        upload = making.add(
            "upload",
            id=making.id_at(created),
            file_name="Kunden & Gäste „neu“.csv",
            byte_size=making.lot.randrange(2**29),
            sha256="\\x" + making.lot.randbytes(32).hex(),
            storage_key="a/b",
            created_at=created,
        )
        added = making.add(
            "customer_import",
            id=making.id_at(created),
            upload_id=upload["id"],
            status=status,
            phase=phase,
            progress_done=done,
            progress_total=total,
            dialect=dialect,
            columns=_COLUMNS if dialect else [],
            options=_options(making, groups),
            given_dialect={},
            mapping=[],
            new_fields=[],
            auto_commit=False,
            plan=_PLAN if phase in ("VALIDATED", "COMMITTING") else None,
            settled_row={"COMMITTING": 5, "UNDONE": 9}.get(phase, 9 if "ERRORS" in status else 0),
            **{name: making.lot.randrange(9) for name in _COUNTS},
            failure=failure,
            actor="system",
            created_at=created,
            started_at=making.moment() if dialect else None,
            finished_at=making.moment() if phase in ("COMMITTED", "UNDONE") else None,
            **dict.fromkeys(_UNDONE, 3 if phase == "UNDONE" else None),
        )
        _add_issues(making, added["id"])
        add_rows(making, added)


_UNDONE = ("undo_reversed", "undo_restored", "undo_kept")
_COUNTS = ("row_count", "created", "updated", "unchanged", "skipped", "rejected", "warnings")


def _options(making: Making, groups: list[UUID]) -> Row:
    return {
        "match_on": ["EXTERNAL_REFERENCE", "PHONE"],
        "on_match": "UPDATE",
        "empty_cells": "KEEP",
        "unknown_groups": "CREATE",
        "group_conflict": "SKIP",
        "error_policy": "REJECT_FAILED_ROWS",
        "default_region": making.region,
        "unknown_columns": "IGNORE",
        "group_id": making.lot.choice([None, f"grp_{groups[0]}"]),
    }


def _add_issues(making: Making, import_id: UUID) -> None:
    blank = dict.fromkeys(("column", "header", "field", "raw_value", "suggestion"))
    for number in range(making.lot.randrange(8)):
        making.add(
            "import_issue",
            import_id=import_id,
            row=2 + number // 2,
            position=number % 2,
            **{**blank, "facts": {}, "judged": False, **making.one_of(_ISSUES)},
        )
