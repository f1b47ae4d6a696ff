"""The requests of a batch that was called off follow it: what is not out yet does not go out."""

from datetime import timedelta
from uuid import UUID

from db.connect import Connection, Pool
from db.payer.calling_off import CALL_OFF
from db.payment_requests import drafts
from db.payment_requests.holding import CANCEL_QUEUED
from domain.jobs import JobStatus
from services.jobs import Claim, holding, release, settle, went_on
from services.payment_requests.batches.preflight import forget_drafts
from services.payment_requests.batches.task import Batch

CHUNK = 2_000
# What is being sent at the moment of calling off is waited for.
PAUSE = timedelta(seconds=2)


async def call_off_requests(pool: Pool, claim: Claim, batch: Batch) -> None:
    """Cancel what has not begun to go out; drafts that nobody has approved never were.

    Errors: LostClaim.
    """
    if not batch.is_approved:
        await forget_drafts(pool, claim)
    else:
        after: UUID | None = drafts.BEGINNING
        while after is not None:
            async with holding(pool, claim) as tx:
                after = await _cancel_some(tx, batch, after)
                await went_on(tx, claim)
    async with holding(pool, claim) as tx:
        standing = await drafts.STANDING.fetch_row(tx, **batch.named)
        assert standing is not None
        if standing["waiting"]:
            await release(tx, claim, PAUSE)
        else:
            await settle(tx, claim, JobStatus.CANCELED)


async def _cancel_some(tx: Connection, batch: Batch, after: UUID) -> UUID | None:
    """Cancel some requests and their messages; return the last one, None when there are none."""
    rows = await drafts.SOME.fetch(tx, **batch.named, after=after, size=CHUNK)
    if not rows:
        return None
    ids = [row["id"] for row in rows]
    await CANCEL_QUEUED.execute(tx, merchant=batch.merchant_id, requests=ids)
    canceled = await drafts.CANCEL.fetch(tx, merchant=batch.merchant_id, requests=ids)
    await CALL_OFF.execute(tx, merchant=batch.merchant_id, requests=[row["id"] for row in canceled])
    last: UUID = ids[-1]
    return last
