"""The file of an export, for as long as it is there."""

from uuid import UUID

from db import exports
from db.connect import Pool, Record
from db.reading import reading
from domain.ids import MerchantId


async def find_file(pool: Pool, merchant_id: MerchantId, export_id: UUID) -> Record | None:
    """Return where a file lies and what it is; None when it is not there, or not any more."""
    async with reading(pool, merchant_id) as connection:
        return await exports.FILE.fetch_row(connection, merchant=merchant_id, export=export_id)
