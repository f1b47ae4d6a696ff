"""A file is taken in to be imported, and a worker goes on with it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.errors import FileTooLarge, Required
from domain.ids import UploadId
from importers.limits import LIMITS
from resolvers import ids
from resolvers.context import Context
from resolvers.import_input import dialect_draft, given_mapping, options_draft
from resolvers.work import Work
from schema.inputs.import_input import (
    ColumnMappingInput,
    DialectInput,
    ImportOptionsInput,
    ImportSourceInput,
)
from services.imports.create import ImportOrder, create_import
from services.mutating import Once, Seed
from services.uploads import StoredUpload, discard_upload, rename_upload, store_upload

Source = Annotated[ImportSourceInput, strawberry.argument(description="The file.")]
FileName = Annotated[
    str | None,
    strawberry.argument(description="What to call the file; the name it was sent with if not given."),
]
Dialect = Annotated[
    DialectInput | None,
    strawberry.argument(description="How the file is written; what is left out is found out."),
]
Options = Annotated[
    ImportOptionsInput | None,
    strawberry.argument(description="What is decided; what is left out has a default."),
]
Columns = Annotated[
    list[ColumnMappingInput] | None,
    strawberry.argument(
        description="What columns mean; those that are not named are taken for what their headers say."
    ),
]
AutoCommit = Annotated[
    bool,
    strawberry.argument(
        description="Whether to import in one go; else the import waits for `customerImportCommit` once it"
        " has a plan."
    ),
]


def customer_import_create(
    context: Context,
    source: Source,
    file_name: FileName = None,
    dialect: Dialect = None,
    options: Options = None,
    mapping: Columns = None,
    auto_commit: AutoCommit = False,
) -> Work:
    """Take a file in and have it read, and imported when that is asked for."""
    order = ImportOrder(
        options_draft(options), dialect_draft(dialect), given_mapping(mapping), auto_commit=auto_commit
    )
    if source.staged_upload_id:
        upload_id = ids.upload_id(source.staged_upload_id, ("source", "staged_upload_id"))
        return _of_staged(context, upload_id, file_name, order)
    arriving = _Arriving(context, source.file, file_name)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        import_id = await create_import(tx, context.caller, arriving.stored.id, order)
        arriving.import_id = str(import_id)
        return {"customerImport": arriving.import_id}

    return Work(run, arriving.members, around=arriving.kept())


def _of_staged(context: Context, upload_id: UploadId, file_name: str | None, order: ImportOrder) -> Work:
    """Import a file that came before this request; it stays when that is refused."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        import_id = await create_import(tx, context.caller, upload_id, order)
        if file_name is not None:
            await rename_upload(tx, context.caller.merchant_id, upload_id, file_name)
        return {"customerImport": str(import_id)}

    return Work(run)


class _Arriving:
    """A file between its arrival and its import; removed again when no import has come of it."""

    def __init__(self, context: Context, file: Any, file_name: str | None) -> None:
        self._context = context
        self._file = file
        self._name = file_name
        self._answered: str | None = None
        self.import_id: str | None = None
        self.stored: StoredUpload

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[Mapping[str, Any]]:
        """Store the file, and give what tells it from other files."""
        if not self._file:
            raise Required(field=("source", "file"))
        try:
            self.stored = await store_upload(
                self._context.pool,
                self._context.storage,
                self._context.caller.merchant_id,
                self._file,
                self._name or self._file.filename or "",
                limit=LIMITS.file_bytes,
            )
        except FileTooLarge as failure:
            raise failure.at("source", "file") from None
        try:
            yield {"source": {"file": self.stored.sha256.hex()}}
        except BaseException:
            await self._discard()
            raise
        if self._answered != self.import_id:  # a twin was there first
            await self._discard()

    async def _discard(self) -> None:
        context = self._context
        await discard_upload(context.pool, context.storage, context.caller.merchant_id, self.stored.id)

    def members(self, seed: Seed) -> dict[str, Any]:
        """Return the members of the payload, and note which import it tells of."""
        self._answered = seed["customerImport"]
        return seed
