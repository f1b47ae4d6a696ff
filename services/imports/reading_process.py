"""What the process does that reads one file: it answers its worker until all rows are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path

import orjson

from domain.columns import CustomColumn
from importers.customer_row import CustomerRow
from importers.headers import FileColumn
from importers.pipeline import ColumnMapping, Dialect, DialectDraft, open_file, read_rows
from services.imports.child import answer_parent
from services.imports.row_cells import RowCells, row_cells
from services.imports.staged_row import Assumptions, staged_line, stored_issues

# What the worker writes in one transaction: small enough that progress is seen every second.
BATCH_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is to be known of a file, and what of it is known: our columns, and what the caller says."""

    custom: tuple[CustomColumn, ...]
    dialect: DialectDraft
    mapping: ColumnMapping


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a file is, and what its columns mean."""

    dialect: Dialect
    columns: tuple[FileColumn, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in the order of the file: how many, what is staged of them as lines, and their issues as JSON.

    `share` is how much of the file is read with them, about: above 0, up to 1, and None when nobody knows.
    """

    rows: int
    lines: bytes
    issues: bytes | None
    share: float | None


def answer_worker(pipe: PipeEnd, arguments: list[str]) -> None:
    """Take a FileQuestion and send an OpenedFile, any number of times; take Assumptions and send Batches.

    After the last batch comes None. The argument is the path of the file.
    """
    (path,) = map(Path, arguments)
    asked = pipe.recv()
    while True:
        analysis = open_file(path, custom=asked.custom, given=asked.dialect, mapping=asked.mapping)
        pipe.send(OpenedFile(analysis.dialect, analysis.columns))
        asked = pipe.recv()
        match asked:
            case (Assumptions() as assumed, int(settled), int(staged)):
                break
    cells = row_cells(analysis.columns)
    rows = dropwhile(lambda row: row.number <= staged, read_rows(analysis, region=assumed.region))
    for batch in _batches(rows, assumed, settled, cells, analysis.table.height()):
        pipe.send(batch)
    pipe.send(None)


def _batches(
    rows: Iterator[CustomerRow], assumed: Assumptions, settled: int, cells: RowCells, height: int | None
) -> Iterator[Batch]:
    while drafts := list(islice(rows, BATCH_ROWS)):
        issues = stored_issues(row.issues for row in drafts if row.issues and row.number > settled)
        yield Batch(
            rows=len(drafts),
            lines="".join([staged_line(row, assumed, cells(row)) for row in drafts]).encode(),
            issues=orjson.dumps(issues) if issues else None,
            share=min(drafts[-1].number / height, 1.0) if height else None,
        )


def main() -> None:
    """Read a file, in a process of its own."""
    answer_parent(answer_worker)
