"""Lists of exports, the newest first."""

from datetime import datetime
from uuid import UUID

from db.plan.listed import DefaultOrder, Listed, no_filters, sorted_by
from db.plan.ordering import Key
from db.tables import CustomerExport

EXPORTS = Listed(
    "CustomerExport",
    CustomerExport,
    no_filters,
    sorted_by(
        "exports",
        {
            "CREATED_AT": (
                Key(datetime, lambda row: row[CustomerExport.created_at]),
                Key(UUID, lambda row: row[CustomerExport.id]),
            )
        },
        DefaultOrder("CREATED_AT", descending=True),
    ),
)
