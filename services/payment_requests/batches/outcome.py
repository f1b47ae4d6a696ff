"""A batch that is queued is looked at now and then, until its last message is out."""

from datetime import timedelta

from db.connect import Pool, Record
from db.payment_requests import batches, drafts
from domain.jobs import JobStatus
from services.jobs import Claim, advance, holding, release, settle
from services.payment_requests.batches.task import Batch, load_batch, step

# How long until the next look: at first as often as somebody looks who waits for it, and later seldom enough
# to cost nothing. A provider may be away for days.
SOONEST = timedelta(seconds=1)
LATEST = timedelta(minutes=1)


async def watch_batch(pool: Pool, claim: Claim) -> None:
    """Tell how far a queued batch has come; end it when all is out, else have it looked at again."""
    async with holding(pool, claim) as tx:
        batch = await load_batch(tx, claim.merchant_id, claim.subject_id)
        standing = await drafts.STANDING.fetch_row(tx, **batch.named)
        assert standing is not None
        total: int = batch.row["progress_total"]
        done = max(total - standing["waiting"], 0)
        if standing["waiting"] or await drafts.HAS_MESSAGES.fetch_value(tx, **batch.named):
            await step(tx, claim, batches.PROGRESS, done=done)
            # How many looks were in vain: it has gone on when one was not.
            vain = 0 if done > batch.row["progress_done"] else claim.cursor + 1
            await advance(tx, claim, vain)
            await release(tx, claim, min(SOONEST * 2 ** min(vain, 10), LATEST))
            return
        status = _ended(batch, standing)
        await step(tx, claim, batches.ENDED, new_status=status.value)
        await settle(tx, claim, status)


def _ended(batch: Batch, standing: Record) -> JobStatus:
    """Tell whether all got their messages who were to get one."""
    preflight = batch.preflight
    assert preflight is not None, "what was sent was checked"
    skipped_since = standing["skipped"] > preflight["recipients"] - preflight["will_send"]
    if standing["undelivered"] or skipped_since:
        return JobStatus.SUCCEEDED_WITH_ERRORS
    return JobStatus.SUCCEEDED
