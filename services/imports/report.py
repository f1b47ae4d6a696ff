"""A report is the merchant's own file again, made when it is asked for; until then nothing of it is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import orjson

from db.connect import Pool, Record
from db.imports import report
from db.reading import reading
from domain.errors import FileRemoved, ImportNotFound, ReportNotReady
from domain.file_format import FileFormat
from domain.ids import ImportId, MerchantId
from domain.jobs import JobStatus
from domain.locale import Locale
from domain.report_columns import ReportColumn
from domain.texts import say
from importers.dialect import DialectDraft
from services.imports.child import Child, child
from services.imports.report_process import Found, Range, ReportOrder
from services.imports.report_workbook import XLS_COLUMNS
from services.storage import Storage

# Each is a process with up to 2 GiB; who comes later waits.
_AT_ONCE = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class ReportWanted:
    """What a report is to be like. Without a format, it has that of the file, as far as we can write it."""

    locale: Locale
    format: FileFormat | None = None
    only_rejected: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is whole. `file` is at its beginning, has no name on disk, and is gone once closed."""

    file: BinaryIO
    name: str
    format: FileFormat


async def make_report(
    pool: Pool, storage: Storage, merchant_id: MerchantId, import_id: ImportId, wanted: ReportWanted
) -> Report:
    """Return the report of an import at any moment after its file has been analysed.

    Only rejected: rows with an error; of an import that has failed, all that it has not taken.
    Errors: ImportNotFound, ReportNotReady, FileRemoved; TooManyRows and TooManyColumns for a format that
            can't hold the report; those of importers.pipeline.
    """
    named = {"merchant": merchant_id, "import": import_id}
    async with reading(pool, merchant_id) as connection:
        source = await report.SOURCE.fetch_row(connection, **named)
    if source is None:
        raise ImportNotFound(field=("id",))
    order = _order(source, wanted)
    asked = _Asked(pool, named, order, JobStatus(source["status"]))
    try:
        async with _AT_ONCE, storage.local(source["storage_key"]) as path:
            file = await _written(path, order, asked)
    except FileNotFoundError:
        raise FileRemoved from None
    return Report(file, _name(source["file_name"], order), order.format)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Answers what the process asks about rows of one import."""

    pool: Pool
    named: Mapping[str, Any]
    order: ReportOrder
    status: JobStatus

    async def found(self, rows: Range) -> Found:
        # A transaction each: a file is read for minutes, and no snapshot is kept open so long.
        bounds = {**self.named, "above": rows.above, "up_to": rows.up_to}
        issues = report.ISSUES_OF_REJECTED if self.order.only_rejected else report.ISSUES
        taken: frozenset[int] | None = None
        async with reading(self.pool, self.named["merchant"]) as connection:
            told: str = await issues.fetch_value(connection, **bounds)
            if self.status is JobStatus.FAILED:
                taken = frozenset(await report.TAKEN.fetch_value(connection, **bounds) or ())
        return Found(told.encode(), taken)


async def _written(source: Path, order: ReportOrder, asked: _Asked) -> BinaryIO:
    with TemporaryDirectory(prefix="kontor-report-") as folder:
        target = Path(folder) / "report"
        program = "services.imports.report_process"
        async with child(program, [source, target], Path(folder)) as writer:
            await _answer(writer, order, asked)
        # Open, it outlives its name.
        return target.open("rb")


async def _answer(writer: Child, order: ReportOrder, asked: _Asked) -> None:
    question = await writer.ask(order)
    while isinstance(question, Range):
        question = await writer.ask(await asked.found(question))


def _order(source: Record, wanted: ReportWanted) -> ReportOrder:
    """Return what is to be written. Errors: ReportNotReady when it is not known how to read the file."""
    dialect = orjson.loads(source["dialect"])
    if "format" not in dialect:
        raise ReportNotReady
    headers = tuple(column["header"] for column in orjson.loads(source["columns"]))
    given = DialectDraft(
        **{name: dialect.get(name) for name in ("encoding", "delimiter", "header_row", "sheet")}
    )
    return ReportOrder(
        given=given,
        headers=headers,
        format=wanted.format or _format_of(FileFormat(dialect["format"]), headers),
        locale=wanted.locale,
        title=dialect.get("sheet") or say("files.import_report", wanted.locale),
        only_rejected=wanted.only_rejected,
    )


def _format_of(format: FileFormat, headers: Sequence[str]) -> FileFormat:
    match format:
        case FileFormat.CSV:
            return format
        case FileFormat.XLS if len(headers) + len(ReportColumn) <= XLS_COLUMNS:
            return format
        case _:
            return FileFormat.XLSX


def _name(file_name: str, order: ReportOrder) -> str:
    """Return what the report is called: `kunden.csv` gives `kunden-fehler.csv`, and so does that again."""
    stem = PurePath(file_name).stem
    words = {what: say(f"files.{what}", order.locale) for what in ("import_errors", "import_report")}
    for word in words.values():
        stem = stem.removesuffix(f"-{word}")
    word = words["import_errors" if order.only_rejected else "import_report"]
    return f"{stem}-{word}.{order.format.lower()}"
