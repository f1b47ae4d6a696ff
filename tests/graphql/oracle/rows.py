"""One merchant's rows as plain objects: all the oracle knows of a database."""

import json
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from db.connect import Connection
from domain.caller import Caller

# The type that a row is in the API, where an id can name it.
NODE_TYPES = {
    "customer": "Customer",
    "customer_group": "CustomerGroup",
    "payment": "Payment",
    "payment_request": "PaymentRequest",
    "payment_request_batch": "PaymentRequestBatch",
    "message_template": "MessageTemplate",
    "custom_field_definition": "CustomFieldDefinition",
    "customer_import": "CustomerImport",
    "customer_export": "CustomerExport",
    "merchant": "Merchant",
}
_TABLES = (
    *NODE_TYPES,
    "api_key",
    "contact_point",
    "customer_identity",
    "contact_preference",
    "suppression",
    "webhook_endpoint",
    "webhook_subscription",
    "webhook_message",
    "webhook_attempt",
    "payment_event",
    "delivery",
    "template_variant",
    "timeline_event",
    "upload",
    "import_issue",
    "import_row",
    "staged_customer",
)


class Rows:
    """The rows of the caller's merchant, by table."""

    def __init__(self, tables: dict[str, list[Any]], caller: Caller) -> None:
        self._tables = tables
        self.caller = caller

    def all(self, table: str, **equal: Any) -> list[Any]:
        """Return the rows whose columns have these values."""
        return [
            row
            for row in self._tables[table]
            if all(getattr(row, name) == value for name, value in equal.items())
        ]

    def one(self, table: str, **equal: Any) -> Any:
        """Return the one row with these values, or None."""
        found = self.all(table, **equal)
        assert len(found) <= 1, f"{len(found)} rows of {table} have {equal}"
        return found[0] if found else None


async def load(connection: Connection, caller: Caller) -> Rows:
    """Read whole tables, as their owner, and keep what is the caller's."""
    return Rows({table: await _rows(connection, table, caller) for table in _TABLES}, caller)


async def _rows(connection: Connection, table: str, caller: Caller) -> list[Any]:
    statement = await connection.prepare(f"select * from {table}")
    documents = {column.name for column in statement.get_attributes() if column.type.name == "jsonb"}
    return [
        SimpleNamespace(**_read(record.items(), documents), typename=NODE_TYPES.get(table))
        for record in await statement.fetch()
        if record["merchant_id"] == caller.merchant_id
    ]


def _read(members: Iterable[tuple[str, Any]], documents: set[str]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in documents and value is not None else value
        for name, value in members
    }
