"""What a row of a file comes to."""

from enum import StrEnum


class RowOutcome(StrEnum):
    """Every data row has exactly one."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"
    REJECTED = "REJECTED"
