"""A claimed batch goes on from where it stands: to its preflight, and once approved, to its last message."""

from datetime import UTC, datetime, timedelta

import orjson

from db.connect import Pool
from db.payment_requests import batches
from domain.errors import BatchBrokenOff, Failure
from domain.jobs import JobStatus
from services.jobs import Claim, holding, release, settle
from services.payment_requests.batches.calling_off import call_off_requests
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.outcome import watch_batch
from services.payment_requests.batches.preflight import check_batch
from services.payment_requests.batches.queueing import queue_batch, schedule_batch
from services.payment_requests.batches.task import Batch, load_batch, step


async def run_batch(pool: Pool, claim: Claim, machinery: Machinery) -> None:
    """Take a batch on from where it stands; what can't be done is kept as its failure.

    Errors: LostClaim, when it has been called off or another worker has it.
    """
    batch = await _begin(pool, claim)
    if batch is None:
        return
    try:
        if claim.is_hopeless and not batch.is_called_off:
            raise BatchBrokenOff
        await _go_on(pool, claim, machinery, batch)
    except Failure as failure:
        await _fail(pool, claim, batch, failure)


async def postpone_batch(pool: Pool, claim: Claim, pause: timedelta) -> None:
    """Leave a batch to the next claim, where it stands."""
    async with holding(pool, claim) as tx:
        batch = await load_batch(tx, claim.merchant_id, claim.subject_id)
        if not batch.is_called_off:
            await step(tx, claim, batches.POSTPONE)
        await release(tx, claim, pause)


async def _begin(pool: Pool, claim: Claim) -> Batch | None:
    """Return the batch, which is running from now on unless it was called off or waits for its time.

    None, and the job has ended, when another one is in charge by now.
    """
    async with holding(pool, claim) as tx:
        batch = await load_batch(tx, claim.merchant_id, claim.subject_id)
        if batch.job_id != claim.job_id:
            await settle(tx, claim, JobStatus.CANCELED)
            return None
        if not batch.is_called_off:
            await step(tx, claim, batches.BEGIN)
        return batch


async def _go_on(pool: Pool, claim: Claim, machinery: Machinery, batch: Batch) -> None:
    if batch.is_called_off:
        await call_off_requests(pool, claim, batch)
    elif not batch.is_approved:
        await check_batch(pool, claim, machinery, batch)
    elif (wait := _until(batch.scheduled_for)) > timedelta(0):
        await schedule_batch(pool, claim)
        await postpone_batch(pool, claim, wait)
    else:
        await queue_batch(pool, claim, machinery)
        await watch_batch(pool, claim)


def _until(moment: datetime | None) -> timedelta:
    return timedelta(0) if moment is None else moment - datetime.now(UTC)


async def _fail(pool: Pool, claim: Claim, batch: Batch, failure: Failure) -> None:
    """End a batch that can't be done, with what its readers are told; what is not out yet is called off."""
    told = {"code": failure.user_error, "text": failure.code, "facts": failure.facts}
    async with holding(pool, claim) as tx:
        await step(tx, claim, batches.FAILED, told=orjson.dumps(told).decode())
    await call_off_requests(pool, claim, batch)
