"""Mutations of exports: what is to be written is asked for, and a worker writes it."""

from typing import Annotated

import strawberry

from db.connect import Connection
from resolvers import ids as read
from resolvers.context import Context
from resolvers.selector import members_of
from resolvers.work import Work
from schema.enums.customer_export import ExportScope
from schema.enums.customer_import import FileFormat
from schema.inputs.customer_where import CustomerWhereInput
from schema.scalars import LocaleTag
from services.exports.create import ExportDraft, create_export
from services.mutating import Once, Seed

Scope = Annotated[ExportScope, strawberry.argument(description="Which customers.")]
Where = Annotated[
    CustomerWhereInput | None,
    strawberry.argument(description="What they must be; for FILTER, and only then."),
]
Ids = Annotated[
    list[strawberry.ID] | None, strawberry.argument(description="Who they are; for IDS, and only then.")
]
Format = Annotated[FileFormat, strawberry.argument(description="CSV, XLS or XLSX.")]
InLanguage = Annotated[
    LocaleTag | None,
    strawberry.argument(
        description="The language of the file: German, French or English; the merchant's if not given."
    ),
]


def customer_export_create(
    context: Context,
    scope: Scope = ExportScope.ALL,
    where: Where = None,
    ids: Ids = None,
    format: Format = FileFormat.XLSX,
    locale: InLanguage = None,
) -> Work:
    """Have customers written into a file."""
    draft = ExportDraft(
        scope=scope,
        format=format,
        where=members_of(where),
        ids=None if ids is None else read.customer_ids(ids, ("ids",)),
        locale=locale,
    )

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"customerExport": str(await create_export(tx, context.caller, draft))}

    return Work(run)
