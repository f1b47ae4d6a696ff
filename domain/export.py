"""Whom an export is about, and for how long its file is there."""

from datetime import timedelta
from enum import StrEnum


class ExportScope(StrEnum):
    """Which customers go out."""

    ALL = "ALL"
    IDS = "IDS"
    FILTER = "FILTER"


# Long enough to fetch it the next morning; a whole base should not lie about for longer.
KEPT_FOR = timedelta(hours=24)
