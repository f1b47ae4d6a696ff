"""What the process does that reads one file: it answers its worker until all rows are told."""

import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path
from typing import Any

import orjson

from domain.columns import CustomColumn
from domain.errors import WorkbookTooLarge
from importers.customer_row import CustomerRow
from importers.headers import FileColumn
from importers.pipeline import ColumnMapping, Dialect, DialectDraft, open_file, read_rows
from services.imports.row_cells import RowCells, row_cells
from services.imports.staged_row import Assumptions, staged_row, stored_issues

MEMORY_BYTES = 2 * 1024**3
CPU_S = 1800
# What the worker writes in one transaction: small enough that progress is seen every second.
BATCH_ROWS = 5_000


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
    """Rows in the order of the file: how many, what is staged of them, and their issues as JSON."""

    rows: int
    staged: list[tuple[Any, ...]]
    issues: bytes | None


def answer_worker(pipe: PipeEnd, path: Path) -> None:
    """Take a FileQuestion and send an OpenedFile, any number of times; take Assumptions and send Batches.

    After the last batch comes None. What goes wrong, be it a Failure or a bug, is sent instead.
    """
    try:
        _answer(pipe, path)
    except (EOFError, ConnectionError):
        raise
    except MemoryError:
        pipe.send(WorkbookTooLarge(limit=MEMORY_BYTES))
    except Exception as error:
        pipe.send(error)


def _answer(pipe: PipeEnd, path: Path) -> None:
    asked = pipe.recv()
    while True:
        analysis = open_file(path, custom=asked.custom, given=asked.dialect, mapping=asked.mapping)
        pipe.send(OpenedFile(analysis.dialect, analysis.columns))
        asked = pipe.recv()
        match asked:
            case (Assumptions() as assumed, int(settled)):
                break
    cells = row_cells(analysis.columns)
    for batch in _batches(read_rows(analysis, region=assumed.region), assumed, settled, cells):
        pipe.send(batch)
    pipe.send(None)


def _batches(
    rows: Iterator[CustomerRow], assumed: Assumptions, settled: int, cells: RowCells
) -> Iterator[Batch]:
    while drafts := list(islice(rows, BATCH_ROWS)):
        issues = stored_issues(row.issues for row in drafts if row.issues and row.number > settled)
        yield Batch(
            rows=len(drafts),
            staged=[staged_row(row, assumed, cells(row)) for row in drafts],
            issues=orjson.dumps(issues) if issues else None,
        )


def main() -> None:
    """Read the file at the second argument, for the worker at the other end of the first, a descriptor."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    descriptor, path = sys.argv[1:]
    with suppress(EOFError, ConnectionError):  # the worker needs no answer any more
        answer_worker(PipeEnd(int(descriptor)), Path(path))
