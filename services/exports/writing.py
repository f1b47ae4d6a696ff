"""All customers of an export are written as they were at one moment, and how far that has come is told."""

import time
from functools import partial

from db import exports, groups
from db.connect import Connection, Pool, Record
from db.export_rows import count_of, rows_of
from db.plan.exporting import counted_customers, exported_customers
from db.reading import reading
from domain.caller import Caller
from domain.errors import TooManyRowsForFormat
from domain.locale import Locale
from services.exports.cells import CellWriter
from services.exports.selection import Selector
from services.exports.sheet_file import SheetFile
from services.imports.columns import OwnField, own_fields
from services.jobs import Claim, holding
from services.sheets.sheet import Sheet, SheetRow, customer_sheet
from services.sheets.writer import ROWS_AT_MOST

# More often than a person looks, and seldom enough to cost nothing.
TOLD_EVERY_S = 0.4


async def write_customers(
    pool: Pool, claim: Claim, caller: Caller, selector: Selector, locale: Locale, file: SheetFile
) -> int:
    """Write the whole sheet; return how many customers it holds.

    Errors: TooManyRowsForFormat before anything is written; SheetTooLarge; LostClaim.
    """
    async with reading(pool, claim.merchant_id) as snapshot:
        total = await count_of(snapshot, counted_customers(selector, caller))
        _require_room(file, total)
        progress = _Progress(pool, claim, total)
        await progress.tell(0)
        own = await own_fields(snapshot, claim.merchant_id)
        await file.begin(await _sheet(snapshot, claim, locale, own))
        writer = CellWriter(locale, own)
        async for records in rows_of(snapshot, exported_customers(selector, caller)):
            await file.write(partial(_rows, writer, records))
            await progress.add(len(records))
    await file.finish()
    return progress.done


def _rows(writer: CellWriter, records: list[Record]) -> list[SheetRow]:
    return [writer.row(record) for record in records]


def _require_room(file: SheetFile, total: int) -> None:
    limit = ROWS_AT_MOST.get(file.format)
    if limit is not None and total > limit:
        raise TooManyRowsForFormat(format=file.format.value, limit=limit, rows=total)


async def _sheet(snapshot: Connection, claim: Claim, locale: Locale, own: list[OwnField]) -> Sheet:
    names = await groups.NAMES.fetch(snapshot, merchant=claim.merchant_id)
    columns = tuple(field.column for field in own)
    return customer_sheet(locale, [row["name"] for row in names], columns, with_ids=True)


class _Progress:
    """How many customers are written; told now and then, in a transaction that finds out a lost claim."""

    def __init__(self, pool: Pool, claim: Claim, total: int) -> None:
        self.done = 0
        self._pool, self._claim, self._total = pool, claim, total
        self._told_at = 0.0

    async def add(self, rows: int) -> None:
        self.done += rows
        if time.monotonic() - self._told_at >= TOLD_EVERY_S:
            await self.tell(self.done)

    async def tell(self, done: int) -> None:
        self._told_at = time.monotonic()
        async with holding(self._pool, self._claim) as tx:
            await exports.PROGRESS.execute(
                tx,
                merchant=self._claim.merchant_id,
                export=self._claim.subject_id,
                done=done,
                total=self._total,
            )
