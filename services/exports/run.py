"""A claimed export is written from its beginning to its end; its file appears whole or not at all."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from db import exports
from db.connect import Connection, Pool
from domain.access import Role
from domain.caller import Caller
from domain.errors import ExportBrokenOff, Failure
from domain.export import KEPT_FOR
from domain.file_format import FileFormat
from domain.jobs import JobStatus
from domain.locale import Locale, language_of
from services.exports.selection import Selector, selector_of
from services.exports.sheet_file import SheetFile, sheet_file
from services.exports.writing import write_customers
from services.jobs import Claim, LostClaim, holding, release, settle
from services.storage import Storage


@dataclass(frozen=True, slots=True)
class ExportTask:
    """An export that is being run; `caller` is who asked for it, as far as a filter depends on them."""

    claim: Claim
    caller: Caller
    selector: Selector
    format: FileFormat
    locale: Locale

    @property
    def key(self) -> str:
        """Where its file is kept: each attempt has its own, so that one that was given up harms none."""
        return _key(self.claim, self.claim.attempt)


async def run_export(pool: Pool, claim: Claim, storage: Storage) -> None:
    """Write the file and keep it; customers who do not fit into its format are a failure.

    Errors: LostClaim, when another worker writes it.
    """
    try:
        if claim.is_hopeless:
            raise ExportBrokenOff
        async with holding(pool, claim) as tx:
            task = await _begin(tx, claim)
        async with sheet_file(task.format) as file:
            rows = await write_customers(pool, claim, task.caller, task.selector, task.locale, file)
            await _keep(pool, task, storage, file, rows)
        await _remove_others(claim, storage)
    except Failure as failure:
        await _fail(pool, claim, failure)


async def postpone_export(pool: Pool, claim: Claim, pause: timedelta) -> None:
    """Leave an export to the next claim, which begins anew."""
    async with holding(pool, claim) as tx:
        await exports.POSTPONE.execute(tx, **_named(claim))
        await release(tx, claim, pause)


async def _begin(tx: Connection, claim: Claim) -> ExportTask:
    await exports.BEGIN.execute(tx, **_named(claim))
    row = await exports.LOAD.fetch_row(tx, **_named(claim))
    assert row is not None, "a job outlives no export"
    language = Locale(row["locale"])
    caller = Caller(
        merchant_id=claim.merchant_id,
        actor=row["actor"],
        role=Role.VIEWER,
        merchant_name=row["name"],
        region=row["default_region"],
        currency=row["default_currency"],
        locale=row["default_locale"],
        language=language_of(row["default_locale"]) or Locale.EN,
    )
    selector = selector_of(orjson.loads(row["selection"]))
    return ExportTask(claim, caller, selector, FileFormat(row["format"]), language)


async def _keep(pool: Pool, task: ExportTask, storage: Storage, file: SheetFile, rows: int) -> None:
    await storage.write(task.key, file.pieces())
    try:
        async with holding(pool, task.claim) as tx:
            await exports.WRITTEN.execute(
                tx,
                **_named(task.claim),
                rows=rows,
                bytes=file.byte_size,
                digest=file.digest,
                key=task.key,
                kept_for=KEPT_FOR,
            )
            await settle(tx, task.claim, JobStatus.SUCCEEDED)
    except LostClaim:
        await storage.remove(task.key)
        raise


async def _remove_others(claim: Claim, storage: Storage) -> None:
    """Remove what attempts have kept that ended before they could say so."""
    for attempt in range(1, claim.attempt):
        await storage.remove(_key(claim, attempt))


async def _fail(pool: Pool, claim: Claim, failure: Failure) -> None:
    """End an export that can't be done, with what its readers are told in their languages."""
    told = {"code": failure.user_error, "text": failure.code, "facts": failure.facts}
    async with holding(pool, claim) as tx:
        await exports.FAILED.execute(tx, **_named(claim), told=orjson.dumps(told).decode())
        await settle(tx, claim, JobStatus.FAILED, failure.code)


def _key(claim: Claim, attempt: int) -> str:
    return f"{claim.merchant_id}/exports/{claim.subject_id}.{attempt}"


def _named(claim: Claim) -> dict[str, Any]:
    return {"merchant": claim.merchant_id, "export": claim.subject_id}
