"""What nobody needs any more is removed: a file first, and then the row that tells where it was.

Whoever is broken off between the two leaves a row, and is followed by somebody who begins with it again.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from db import removal, uploads
from db.connect import Pool, Record
from db.imports import decisions, staging
from db.statement import Statement
from db.writing import administering, writing
from domain.ids import BatchId, ImportId, MerchantId, UploadId
from domain.jobs import JobStatus
from domain.retention import EVENTS_KEPT, IDEMPOTENCY_KEPT, IMPORT_KEPT, PLAN_KEPT
from services.payment_requests.batches.cancel import give_up_batch
from services.storage import Storage
from services.uploads import folder_of

log = logging.getLogger("kontor.removal")

# Looked for at once.
FILES = 100
# Deleted in one transaction.
ROWS = 10_000


async def remove_what_is_due(pool: Pool, storage: Storage) -> None:
    """Remove everything that is due; what can't be removed now is left to the next time, with a warning."""
    parts: tuple[Callable[[Pool, Storage], Awaitable[None]], ...] = (
        remove_unused_uploads,
        call_off_abandoned_imports,
        call_off_abandoned_batches,
        remove_ended_imports,
        remove_expired_exports,
        forget_answers,
        forget_events,
    )
    for part in parts:
        try:
            await part(pool, storage)
        except Exception:
            log.warning("%s has not come to its end", part.__name__, exc_info=True)


async def remove_unused_uploads(pool: Pool, storage: Storage) -> None:
    """Remove files that nobody has imported in time, and the announcements of those that never came."""
    while found := await _due(pool, removal.UNUSED_UPLOADS):
        for row in found:
            merchant_id, upload_id = MerchantId(row["merchant_id"]), UploadId(row["id"])
            named = {"merchant": merchant_id, "upload": upload_id}
            async with writing(pool, merchant_id) as tx:
                await uploads.LOCK.execute(tx, **named)
                if await removal.IS_UNUSED.fetch_value(tx, **named) is not None:
                    await storage.remove_beneath(folder_of(merchant_id, upload_id))
                    await uploads.FORGET.execute(tx, **named)


async def call_off_abandoned_imports(pool: Pool, _storage: Storage) -> None:
    """Cancel imports for whose plan nobody has decided; their files follow in their time."""
    while found := await _due(pool, removal.ABANDONED_IMPORTS, kept=PLAN_KEPT):
        for row in found:
            named = {"merchant": row["merchant_id"], "import": row["id"]}
            async with writing(pool, row["merchant_id"]) as tx:
                held = await decisions.HOLD.fetch_row(tx, **named)
                if held is not None and held["status"] == JobStatus.WAITING_FOR_USER:
                    await decisions.CANCEL.execute(tx, **named)


async def call_off_abandoned_batches(pool: Pool, _storage: Storage) -> None:
    """Cancel batches whose preflight nobody has approved; a worker takes their drafts back."""
    while found := await _due(pool, removal.ABANDONED_BATCHES, kept=PLAN_KEPT):
        for row in found:
            async with writing(pool, row["merchant_id"]) as tx:
                await give_up_batch(tx, MerchantId(row["merchant_id"]), BatchId(row["id"]))


async def remove_ended_imports(pool: Pool, storage: Storage) -> None:
    """Remove the files of imports too old to be undone or reported, and all that is kept of their cells."""
    while found := await _due(pool, removal.ENDED_IMPORTS, kept=IMPORT_KEPT):
        for row in found:
            merchant_id = MerchantId(row["merchant_id"])
            import_id = ImportId(row["import_id"])
            for statement in (removal.FORGET_ROWS, removal.FORGET_ISSUES):
                await _forget(statement, pool, merchant_id, import_id)
            await _remove_file(pool, storage, merchant_id, UploadId(row["upload_id"]), import_id)


async def _forget(statement: Statement, pool: Pool, merchant_id: MerchantId, import_id: ImportId) -> None:
    named = {"merchant": merchant_id, "import": import_id}
    forgotten = ROWS
    while forgotten == ROWS:
        async with writing(pool, merchant_id) as tx:
            forgotten = len(await statement.fetch(tx, **named, size=ROWS))


async def _remove_file(
    pool: Pool, storage: Storage, merchant_id: MerchantId, upload_id: UploadId, import_id: ImportId
) -> None:
    named = {"merchant": merchant_id, "import": import_id}
    async with writing(pool, merchant_id) as tx:
        if await removal.HOLD_ENDED.fetch_value(tx, **named, kept=IMPORT_KEPT) is None:
            return
        await staging.CLEAR.execute(tx, **named)
        await removal.FORGET_SAMPLES.execute(tx, **named)
        await storage.remove_beneath(folder_of(merchant_id, upload_id))
        await removal.FILE_REMOVED.execute(tx, merchant=merchant_id, upload=upload_id)


async def remove_expired_exports(pool: Pool, storage: Storage) -> None:
    """Remove the files of exports that nobody gets any more; the exports themselves stay."""
    while found := await _due(pool, removal.EXPIRED_EXPORTS):
        for row in found:
            merchant_id, key = MerchantId(row["merchant_id"]), row["storage_key"]
            await storage.remove(key)
            async with writing(pool, merchant_id) as tx:
                named = {"merchant": merchant_id, "export": row["id"]}
                await removal.EXPORT_REMOVED.execute(tx, **named, removed_key=key)


async def forget_answers(pool: Pool, _storage: Storage) -> None:
    """Forget under which keys requests were made that nobody repeats any more."""
    forgotten = ROWS
    while forgotten == ROWS:
        async with administering(pool) as tx:
            rows = await removal.FORGET_ANSWERS.fetch(tx, kept=IDEMPOTENCY_KEPT, size=ROWS)
        forgotten = len(rows)


async def forget_events(pool: Pool, _storage: Storage) -> None:
    """Forget what receivers were told long ago, and how that went."""
    forgotten = ROWS
    while forgotten == ROWS:
        async with administering(pool) as tx:
            rows = await removal.FORGET_EVENTS.fetch(tx, kept=EVENTS_KEPT, size=ROWS)
        forgotten = len(rows)


async def _due(pool: Pool, statement: Statement, **values: timedelta) -> list[Record]:
    """Return some of what is due, among all merchants."""
    async with administering(pool) as tx:
        return await statement.fetch(tx, **values, size=FILES)
