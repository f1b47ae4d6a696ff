"""A batch is called off: from this moment on nothing more of it goes out; what is out stays out."""

from db.connect import Connection
from db.payment_requests import batches
from domain.caller import Caller
from domain.errors import BatchNotReady
from domain.ids import BatchId, MerchantId
from domain.jobs import JobKind, JobStatus
from services.jobs import enqueue
from services.payment_requests.batches.send import hold_batch
from services.payment_requests.batches.task import Batch

_GOING_ON = {JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING_FOR_USER}


async def cancel_batch(tx: Connection, caller: Caller, batch_id: BatchId) -> BatchId:
    """Stop a batch. Its row is all that changes now; a worker then calls its requests off, one by one.

    One that is called off already stays so, and that is what was asked for.
    Errors, at id: BatchNotFound; BatchNotReady when it has ended.
    """
    batch = await hold_batch(tx, caller, batch_id)
    if batch.status is JobStatus.CANCELED:
        return batch_id
    if batch.status not in _GOING_ON:
        raise BatchNotReady(field=("id",), state=batch.status)
    await _call_off(tx, batch)
    return batch_id


async def give_up_batch(tx: Connection, merchant_id: MerchantId, batch_id: BatchId) -> None:
    """Stop a batch that still waits for its approval; nobody has asked for that, but time has passed."""
    row = await batches.HOLD.fetch_row(tx, merchant=merchant_id, batch=batch_id)
    if row is not None and (batch := Batch(row)).status is JobStatus.WAITING_FOR_USER:
        await _call_off(tx, batch)


async def _call_off(tx: Connection, batch: Batch) -> None:
    job_id = await enqueue(tx, batch.merchant_id, JobKind.BATCH, batch.id)
    await batches.CALL_OFF.execute(tx, **batch.named, job=job_id)
