"""A file is read to its end, and what can be imported is staged: nothing is merged before all is read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

import orjson

from db import groups
from db.connect import Connection, Pool
from db.imports import issues, records, staging
from domain.errors import GroupNotFound
from domain.jobs import ImportPhase
from importers.pipeline import Dialect
from services.imports.columns import OwnField, new_fields, own_field, own_fields, stored_columns
from services.imports.reading import FileReader, file_reader
from services.imports.reading_process import Batch, FileQuestion
from services.imports.staged_row import COLUMNS, Assumptions
from services.imports.task import Column, ImportTask, step
from services.jobs import holding, went_on
from services.storage import Storage


@dataclass(frozen=True, slots=True)
class Analyzed:
    """A file whose columns are known; its rows up to `staged` are staged already, `rows` of them."""

    task: ImportTask
    assumed: Assumptions
    staged: int
    rows: int


async def stage_file(pool: Pool, storage: Storage, task: ImportTask) -> tuple[ImportTask, int]:
    """Read and stage the whole file, from where an earlier claim stopped; return how many data rows it has.

    Errors: those of importers.pipeline; UnknownColumns; LostClaim.
    """
    async with storage.local(task.storage_key) as file, file_reader(file) as reader:
        analyzed = await _analyze(pool, task, reader)
        rows = analyzed.rows
        async for batch in reader.batches(analyzed.assumed, task.settled, analyzed.staged):
            rows += batch.rows
            async with holding(pool, task.claim) as tx:
                await _stage(tx, task, batch, rows)
                await went_on(tx, task.claim)
    return analyzed.task, rows


async def _analyze(pool: Pool, task: ImportTask, reader: FileReader) -> Analyzed:
    """Find out and keep what the file is and what its columns mean."""
    async with holding(pool, task.claim) as tx:
        own = await own_fields(tx, task.merchant_id)
    opened = await reader.open(_asked(task, own))
    async with holding(pool, task.claim) as tx:
        if new := new_fields(task, opened.columns, own):
            own = [*own, *map(own_field, new)]
            opened = await reader.open(_asked(task, own))
        columns = stored_columns(opened.columns)
        staged, rows = await _staged_before(tx, task, columns)
        dialect = _json(_stored_dialect(opened.dialect))
        known = {"dialect": dialect, "columns": _json(columns), "new_fields": _json(new)}
        await step(tx, task.claim, records.ANALYZED, **known)
        group_name = await _group_name(tx, task)
    assumed = Assumptions(
        merchant_id=str(task.merchant_id),
        import_id=str(task.import_id),
        region=task.options.default_region,
        field_ids={field.column.key: field.id for field in own},
        group_name=group_name,
    )
    return Analyzed(task.with_columns(columns, new), assumed, staged, rows)


async def _staged_before(tx: Connection, task: ImportTask, columns: Sequence[Column]) -> tuple[int, int]:
    """Return the last row that an earlier claim has staged, and how many; begin anew where they may be wrong.

    So they may when the columns mean something else now, and when all join a group, which may have another
    name. A crash of Postgres has forgotten them.
    """
    if task.phase is ImportPhase.ANALYZED and task.columns == columns and task.options.group_id is None:
        last: int = await staging.LAST_ROW.fetch_value(tx, **task.named)
        if last:
            return last, task.row_count
    await staging.CLEAR.execute(tx, **task.named)
    await issues.CLEAR.execute(tx, **task.named, settled=task.settled)
    await step(tx, task.claim, records.UNJUDGED)
    return 0, 0


def _asked(task: ImportTask, own: Sequence[OwnField]) -> FileQuestion:
    return FileQuestion(tuple(field.column for field in own), task.dialect, task.mapping)


def _stored_dialect(dialect: Dialect) -> dict[str, Any]:
    return asdict(dialect) | {"sheets": list(dialect.sheets)}


async def _group_name(tx: Connection, task: ImportTask) -> str | None:
    """Return the name of the group that all join; GroupNotFound when it has been deleted since."""
    group_id = task.options.group_id
    if group_id is None:
        return None
    name: str | None = await groups.NAME_OF.fetch_value(tx, merchant=task.merchant_id, group=group_id)
    if name is None:
        raise GroupNotFound(field=("options", "group_id"))
    return name


async def _stage(tx: Connection, task: ImportTask, batch: Batch, rows_read: int) -> None:
    await staging.stage(tx, COLUMNS, batch.lines)
    if batch.issues:
        await issues.ADD.execute(tx, **task.named, issues=batch.issues)
    expected = None if batch.share is None else ceil(rows_read / batch.share)
    await step(tx, task.claim, records.READ, rows=rows_read, expected=expected, steps=task.steps)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
