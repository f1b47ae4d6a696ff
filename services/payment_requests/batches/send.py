"""A preflight is approved, if it still holds; then a worker sends what it shows."""

from datetime import UTC, datetime

from db.connect import Connection
from db.payment_requests import batches, drafts
from domain.caller import Caller
from domain.errors import BatchChanged, BatchNotFound, BatchNotReady, ExpiryTooEarly, NobodyToSendTo, NotFound
from domain.ids import BatchId
from domain.jobs import JobKind, JobStatus
from services.jobs import enqueue
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.task import Batch

_APPROVED = {
    JobStatus.PENDING,
    JobStatus.RUNNING,
    JobStatus.SUCCEEDED,
    JobStatus.SUCCEEDED_WITH_ERRORS,
}


async def send_batch(
    tx: Connection, caller: Caller, batch_id: BatchId, preflight_digest: str, machinery: Machinery
) -> BatchChanged | None:
    """Have a batch sent, now or at its time; return BatchChanged, at preflight_digest, when it is another.

    Returned and not raised, because the batch then has its preflight made anew, and that is to stay. What was
    approved before is approved. Errors, at id: BatchNotFound; BatchNotReady; NobodyToSendTo; ExpiryTooEarly.
    """
    batch = await hold_batch(tx, caller, batch_id)
    if batch.row["approved_digest"] == preflight_digest and batch.status in _APPROVED:
        return None
    if batch.status is not JobStatus.WAITING_FOR_USER:
        raise BatchNotReady(field=("id",), state=batch.status)
    preflight = batch.preflight
    assert preflight is not None, "who waits has a preflight"
    if preflight["digest"] != preflight_digest:
        return BatchChanged(field=("preflight_digest",))
    if not preflight["will_send"]:
        raise NobodyToSendTo(field=("id",))
    if batch.expires_at <= max(datetime.now(UTC), batch.scheduled_for or datetime.now(UTC)):
        raise ExpiryTooEarly(field=("id",))
    job_id = await enqueue(tx, caller.merchant_id, JobKind.BATCH, batch_id)
    if await _has_changed(tx, batch, machinery):
        await batches.RECONSIDER.execute(tx, **batch.named, job=job_id)
        return BatchChanged(field=("preflight_digest",))
    await batches.APPROVE.execute(
        tx, **batch.named, job=job_id, digest=preflight_digest, total=preflight["will_send"]
    )
    return None


async def hold_batch(tx: Connection, caller: Caller, batch_id: BatchId) -> Batch:
    """Return a batch, which nobody else changes until the transaction ends.

    Errors: BatchNotFound at id.
    """
    row = await batches.HOLD.fetch_row(tx, merchant=caller.merchant_id, batch=batch_id)
    if row is None:
        raise BatchNotFound(field=("id",))
    return Batch(row)


async def _has_changed(tx: Connection, batch: Batch, machinery: Machinery) -> bool:
    """Tell whether a customer, an opt-out or the words have changed since the preflight."""
    preflight = batch.preflight
    assert preflight is not None
    try:
        writer = await machinery.writer(tx, batch)
    except NotFound:
        return True  # the next preflight says that there is no template any more
    if writer.fingerprint != preflight["written_by"]:
        return True
    changed: bool = await drafts.HAS_CHANGED.fetch_value(
        tx, **batch.named, recipients=preflight["recipients"]
    )
    return changed
