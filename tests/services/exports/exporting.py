"""Customers are exported as a worker does it, and the file is looked at."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from domain.export import ExportScope
from domain.file_format import FileFormat
from domain.ids import ExportId
from services.exports.create import ExportDraft, create_export
from services.exports.file import find_file
from services.exports.run import run_export
from services.jobs import Claim, claim_job
from services.storage import Storage
from tests.factories import Shop


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a merchant is given its customers."""

    shop: Shop
    storage: Storage

    async def ask(self, format: FileFormat = FileFormat.CSV, **options: Any) -> ExportId:
        """Ask for an export, and leave the rest to a worker."""
        draft = ExportDraft(**{"scope": ExportScope.ALL, "format": format, **options})
        return await self.shop.do(create_export, draft)

    async def claim(self) -> Claim:
        claim = await claim_job(self.shop.pool)
        assert claim is not None
        return claim

    async def work(self) -> None:
        """Be the worker for one job."""
        await run_export(self.shop.pool, await self.claim(), self.storage)

    async def fetch(self, format: FileFormat = FileFormat.CSV, **options: Any) -> bytes:
        """Export from beginning to end, and return the file."""
        export_id = await self.ask(format, **options)
        await self.work()
        return await self.content(export_id)

    async def content(self, export_id: ExportId) -> bytes:
        """Return the file of an export that has one."""
        found = await find_file(self.shop.pool, self.shop.caller.merchant_id, export_id)
        assert found is not None, (await self.row(export_id))["failure"]
        return b"".join([piece async for piece in self.storage.read(found["storage_key"])])

    async def row(self, export_id: ExportId) -> dict[str, Any]:
        """Return what is kept of an export."""
        sql = "select * from customer_export where merchant_id = $1 and id = $2"
        (row,) = await self.shop.fetch(sql, export_id)
        return {**row, "failure": row["failure"] and json.loads(row["failure"])}

    async def table(self, **options: Any) -> list[dict[str, str]]:
        """Return the rows of a CSV export in English by their headers, blank cells left out."""
        text = (await self.fetch(FileFormat.CSV, locale="en", **options)).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [{header: cell for header, cell in row.items() if cell} for row in rows]
