"""What a merchant decides about a file before it is imported."""

from enum import StrEnum


class OnMatch(StrEnum):
    """What a row does to the customer whom it names and who is there already."""

    UPDATE = "UPDATE"
    FILL_EMPTY_ONLY = "FILL_EMPTY_ONLY"
    SKIP = "SKIP"
    REJECT = "REJECT"


class EmptyCellPolicy(StrEnum):
    """What an empty cell does to the value that is there."""

    KEEP = "KEEP"
    CLEAR = "CLEAR"


class UnknownGroupPolicy(StrEnum):
    """What a group's name does that the merchant does not have yet."""

    CREATE = "CREATE"
    REJECT_ROW = "REJECT_ROW"
    IGNORE = "IGNORE"


class UnknownColumnPolicy(StrEnum):
    """What becomes of a column whose header means nothing to us."""

    IGNORE = "IGNORE"
    CREATE_CUSTOM_FIELD = "CREATE_CUSTOM_FIELD"
    REJECT = "REJECT"
