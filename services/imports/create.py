"""An import comes into being with its file and its job; a worker goes on with it."""

from dataclasses import dataclass

import orjson

from db import groups
from db.connect import Connection
from db.imports import records
from domain.caller import Caller
from domain.errors import GroupNotFound
from domain.ids import GroupId, ImportId, UploadId, new_id
from domain.import_options import NOTHING_SAID, ImportOptionsDraft, import_options
from domain.jobs import JobKind
from importers.dialect import UNKNOWN, DialectDraft
from services.at_field import at_field
from services.imports.columns import own_fields
from services.imports.given import (
    GivenMapping,
    checked_dialect,
    checked_mapping,
    dialect_as_json,
    mapping_as_json,
)
from services.jobs import enqueue
from services.uploads import take_upload


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be done with a file; with `auto_commit` in one go, else it waits when its plan is made."""

    options: ImportOptionsDraft = NOTHING_SAID
    dialect: DialectDraft = UNKNOWN
    mapping: GivenMapping = ()
    auto_commit: bool = False


async def create_import(tx: Connection, caller: Caller, upload_id: UploadId, order: ImportOrder) -> ImportId:
    """Have a file that has arrived imported once the transaction is committed.

    Errors, at options: those of import_options; GroupNotFound at group_id. At dialect: those of
            checked_dialect. At mapping: those of checked_mapping. At source.staged_upload_id: those of
            take_upload.
    """
    with at_field("options"):
        options = import_options(order.options, caller.region)
        await require_group(tx, caller, options.group_id)
    with at_field("dialect"):
        dialect = checked_dialect(order.dialect)
    with at_field("mapping"):
        own = await own_fields(tx, caller.merchant_id)
        mapping = checked_mapping(order.mapping, [field.column for field in own], width=None)
    with at_field("source", "staged_upload_id"):
        await take_upload(tx, caller.merchant_id, upload_id)
    import_id = ImportId(new_id())
    await records.CREATE.execute(
        tx,
        **{"merchant": caller.merchant_id, "import": import_id},
        upload=upload_id,
        options=as_text(options.as_json()),
        given_dialect=as_text(dialect_as_json(dialect)),
        mapping=as_text(mapping_as_json(mapping)),
        auto_commit=order.auto_commit,
        job=await enqueue(tx, caller.merchant_id, JobKind.IMPORT, import_id),
        actor=caller.actor,
    )
    return import_id


def as_text(value: object) -> str:
    """Return what a column of JSON takes."""
    return orjson.dumps(value).decode()


async def require_group(tx: Connection, caller: Caller, group_id: GroupId | None) -> None:
    """Raise GroupNotFound at group_id when there is no such group; none at all is fine."""
    if group_id is None:
        return
    if not await groups.EXISTS.fetch_value(tx, merchant=caller.merchant_id, group=group_id):
        raise GroupNotFound(field=("group_id",))
