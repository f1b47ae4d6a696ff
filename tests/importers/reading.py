"""A few lines of text are read as an import reads a file."""

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from domain.columns import CustomColumn
from domain.issues import ImportIssueCode, Issue
from importers.customer_row import CustomerRow
from importers.limits import LIMITS, Limits
from importers.pipeline import open_file, read_rows

FILES = Path(__file__).parents[1] / "files"


def rows_of(
    path: Path, region: str = "DE", custom: tuple[CustomColumn, ...] = (), limits: Limits = LIMITS
) -> list[CustomerRow]:
    """Return all drafts of a file."""
    return list(read_rows(open_file(path, custom=custom, limits=limits), region=region))


def read_csv(
    folder: Path, text: str, region: str = "DE", custom: tuple[CustomColumn, ...] = ()
) -> list[CustomerRow]:
    """Return all drafts of a CSV file with this text."""
    path = folder / "list.csv"
    path.write_bytes(text.encode())
    return rows_of(path, region, custom)


def only_row(folder: Path, text: str, region: str = "DE") -> CustomerRow:
    """Return the draft of a CSV file that has exactly one."""
    (row,) = read_csv(folder, text, region)
    return row


def codes(issues: Sequence[Issue]) -> list[ImportIssueCode]:
    """Return what the issues are about, in their order."""
    return [issue.code for issue in issues]


def peak_bytes(path: Path) -> int:
    """Return the most memory that reading all rows of a file takes at once."""
    tracemalloc.start()
    count = sum(1 for _ in read_rows(open_file(path), region="DE"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 0
    return peak
