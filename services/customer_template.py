"""The import template of one merchant: its groups to choose from, its own fields as columns."""

from db import custom_fields, groups
from db.connect import Connection, Pool
from db.reading import reading
from domain.columns import CustomColumn
from domain.custom_field import CustomFieldType
from domain.file_format import FileFormat
from domain.ids import MerchantId
from domain.locale import Locale
from services.sheets.templates import write_template


async def customer_template(
    pool: Pool, merchant_id: MerchantId, format: FileFormat, language: Locale, *, with_examples: bool
) -> bytes:
    """Return the template as a file. Errors: Invalid at format for one that can't be written (ODS)."""
    async with reading(pool, merchant_id) as connection:
        names = await groups.NAMES.fetch(connection, merchant=merchant_id)
        columns = await custom_columns(connection, merchant_id)
    return write_template(
        format, language, [row["name"] for row in names], columns, with_examples=with_examples
    )


async def custom_columns(connection: Connection, merchant_id: MerchantId) -> tuple[CustomColumn, ...]:
    """Return the merchant's own fields as columns of a sheet, in their order."""
    rows = await custom_fields.LIST.fetch(connection, merchant=merchant_id)
    return tuple(
        CustomColumn(row["key"], row["label"], CustomFieldType(row["type"]), tuple(row["options"]))
        for row in rows
    )
