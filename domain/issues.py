"""What can be said about a row or a cell of a file: one code a cause, and the facts of its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self


class IssueSeverity(StrEnum):
    """ERROR rejects the row, WARNING imports it with a remark, FIXED tells what was repaired."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    FIXED = "FIXED"


class ImportIssueCode(StrEnum):
    """Every cause there is; closed, so that a client can explain each in its own way."""

    ENCODING_REPAIRED = "ENCODING_REPAIRED"
    MOJIBAKE_SUSPECTED = "MOJIBAKE_SUSPECTED"
    PHONE_FLOAT_REPAIRED = "PHONE_FLOAT_REPAIRED"
    PHONE_SCIENTIFIC_PRECISION_LOST = "PHONE_SCIENTIFIC_PRECISION_LOST"
    PHONE_LEADING_ZERO_RESTORED = "PHONE_LEADING_ZERO_RESTORED"
    PHONE_INVALID = "PHONE_INVALID"
    PHONE_NOT_MOBILE = "PHONE_NOT_MOBILE"
    EMAIL_INVALID = "EMAIL_INVALID"
    DUPLICATE_IN_FILE = "DUPLICATE_IN_FILE"
    MULTIPLE_MATCHES = "MULTIPLE_MATCHES"
    CUSTOMER_EXISTS = "CUSTOMER_EXISTS"
    GROUP_UNKNOWN = "GROUP_UNKNOWN"
    GROUP_CONFLICT_IN_FILE = "GROUP_CONFLICT_IN_FILE"
    GROUP_MOVE = "GROUP_MOVE"
    NO_CONTACT_CHANNEL = "NO_CONTACT_CHANNEL"
    REQUIRED_MISSING = "REQUIRED_MISSING"
    TYPE_MISMATCH = "TYPE_MISMATCH"
    OPTION_UNKNOWN = "OPTION_UNKNOWN"
    DATE_AMBIGUOUS = "DATE_AMBIGUOUS"
    TOO_LONG = "TOO_LONG"
    FORMULA_CELL = "FORMULA_CELL"
    APOSTROPHE_STRIPPED = "APOSTROPHE_STRIPPED"
    OPTED_OUT_KEPT = "OPTED_OUT_KEPT"
    SUPPRESSED_CONTACT = "SUPPRESSED_CONTACT"
    ROW_LENGTH_MISMATCH = "ROW_LENGTH_MISMATCH"


class CellType(StrEnum):
    """What a cell must be when its column is no custom field; the fact `type` of a TYPE_MISMATCH."""

    LOCALE = "LOCALE"
    COUNTRY = "COUNTRY"
    TEXT = "TEXT"
    KONTOR_ID = "KONTOR_ID"


# What a sentence needs beyond row, column and value.
NEEDS: Mapping[ImportIssueCode, tuple[str, ...]] = MappingProxyType(
    {
        ImportIssueCode.DUPLICATE_IN_FILE: ("first_row",),
        ImportIssueCode.GROUP_CONFLICT_IN_FILE: ("groups",),
        ImportIssueCode.GROUP_MOVE: ("from_group", "to_group"),
        ImportIssueCode.TYPE_MISMATCH: ("type",),
        ImportIssueCode.OPTION_UNKNOWN: ("options",),
        ImportIssueCode.TOO_LONG: ("limit", "length"),
        ImportIssueCode.ROW_LENGTH_MISMATCH: ("expected", "found"),
    }
)


@dataclass(frozen=True, slots=True)
class Issue:
    """One remark on one row, and on one of its cells when `column` is given.

    `row` counts from 1 as the spreadsheet shows it, `column` from 0; `field` is our own path, such as
    `("address", "postal_code")`; `facts` hold only what JSON can, because reports are stored.
    """

    row: int
    code: ImportIssueCode
    severity: IssueSeverity
    column: int | None = None
    header: str | None = None
    field: tuple[str, ...] = ()
    raw_value: str | None = None
    suggestion: str | None = None
    facts: Mapping[str, object] = default(default_factory=dict)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return an issue as it is stored, for its sentence: the path of its field is left out."""
        named = {**stored, "code": ImportIssueCode(stored["code"])}
        return cls(**{**named, "severity": IssueSeverity(stored["severity"])})

    def __post_init__(self) -> None:
        # A sentence with a hole in it is a bug of whoever reports; say so there, not at the reader.
        if missing := [fact for fact in NEEDS.get(self.code, ()) if fact not in self.facts]:
            raise TypeError(f"{self.code} lacks its facts {missing}")
