"""An import comes into being with its file and its job; a worker does the rest."""

import orjson

from db import groups
from db.connect import Connection
from db.imports import records
from domain.caller import Caller
from domain.errors import GroupNotFound
from domain.ids import GroupId, ImportId, UploadId, new_id
from domain.import_options import ImportOptionsDraft, import_options
from domain.jobs import JobKind
from services.at_field import at_field
from services.jobs import enqueue
from services.uploads import take_upload


async def create_import(
    tx: Connection, caller: Caller, upload_id: UploadId, draft: ImportOptionsDraft
) -> ImportId:
    """Have a stored file imported, from beginning to end, once the transaction is committed.

    Errors, all at options: those of import_options; GroupNotFound at group_id.
    """
    with at_field("options"):
        options = import_options(draft, caller.region)
        await _require_group(tx, caller, options.group_id)
    with at_field("source", "staged_upload_id"):
        await take_upload(tx, caller.merchant_id, upload_id)
    import_id = ImportId(new_id())
    await records.CREATE.execute(
        tx,
        **{"merchant": caller.merchant_id, "import": import_id},
        upload=upload_id,
        options=orjson.dumps(options.as_json()).decode(),
        actor=caller.actor,
    )
    await enqueue(tx, caller.merchant_id, JobKind.IMPORT, import_id)
    return import_id


async def _require_group(tx: Connection, caller: Caller, group_id: GroupId | None) -> None:
    if group_id is None:
        return
    if not await groups.EXISTS.fetch_value(tx, merchant=caller.merchant_id, group=group_id):
        raise GroupNotFound(field=("group_id",))
