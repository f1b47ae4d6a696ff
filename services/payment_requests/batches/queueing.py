"""An approved batch is put into the outbox, some at a time; what is queued goes out meanwhile."""

import time
from collections.abc import Sequence
from uuid import UUID

from db.connect import Connection, Pool, Record
from db.payer.calling_off import CALL_OFF
from db.payment_requests import batches, drafts
from db.rows import as_json
from domain.ids import RequestId, new_id_text
from domain.messages.rendered import RequestFacts
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from services.delivery.outbox import QueuedMessage, queue_messages
from services.jobs import Claim, holding, went_on
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.task import Batch, load_batch, step
from services.payment_requests.messages import Addressing

# Queued in one transaction: the first messages are out before the last are written.
CHUNK = 500
# To count goes through all requests of the batch; nobody sees progress more often than this.
COUNT_EVERY_S = 1.0
# A change of status alone is quicker.
SCHEDULED_AT_ONCE = 5_000

_DRAFTED = {PaymentRequestStatus.DRAFT, PaymentRequestStatus.SCHEDULED}
# Called off one by one, or expired, before its turn came: left as it is.
_OPEN = _DRAFTED | {PaymentRequestStatus.SKIPPED}


async def schedule_batch(pool: Pool, claim: Claim) -> None:
    """Show that the requests of a batch will be sent at its time. Errors: LostClaim."""
    after: UUID | None = drafts.BEGINNING
    while after is not None:
        async with holding(pool, claim) as tx:
            row = await drafts.SCHEDULE.fetch_row(tx, **_named(claim), after=after, size=SCHEDULED_AT_ONCE)
            assert row is not None
            await step(tx, claim, batches.PROGRESS, done=0)
            await went_on(tx, claim)
        after = row["up_to"]


async def queue_batch(pool: Pool, claim: Claim, machinery: Machinery) -> None:
    """Queue all requests, from where an earlier claim stopped. Errors: TemplateNotFound; LostClaim."""
    is_more, counted_at = True, -COUNT_EVERY_S
    while is_more:
        is_to_count = time.monotonic() - counted_at >= COUNT_EVERY_S
        if is_to_count:
            counted_at = time.monotonic()
        is_more = await _queue_some(pool, claim, machinery, is_to_count=is_to_count)


async def _queue_some(pool: Pool, claim: Claim, machinery: Machinery, *, is_to_count: bool) -> bool:
    """Queue the next requests, and count who is waited for; tell whether there may be more."""
    async with holding(pool, claim) as tx:
        batch = await load_batch(tx, claim.merchant_id, claim.subject_id)
        after = batch.position or drafts.BEGINNING
        rows = await drafts.NEXT.fetch(tx, **batch.named, after=after, size=CHUNK)
        if not rows:
            return False
        addressing = machinery.addressing(batch, await machinery.writer(tx, batch))
        await _release(tx, batch, [row for row in rows if row["request_status"] in _OPEN], addressing)
        done = await _done(tx, batch) if is_to_count else batch.row["progress_done"]
        await step(tx, claim, batches.MOVED_ON, new_position=rows[-1]["request_id"], done=done)
        await went_on(tx, claim)
    return len(rows) == CHUNK


async def _release(tx: Connection, batch: Batch, rows: Sequence[Record], addressing: Addressing) -> None:
    """Queue the messages of drafted requests; whoever can't be reached by now is skipped, and told of."""
    released = []
    messages: list[QueuedMessage] = []
    for row in rows:
        status, blockers = PaymentRequestStatus.SKIPPED, row["request_blockers"]
        if row["request_status"] in _DRAFTED:
            addressed = addressing.address(dict(row), RequestId(row["request_id"]), _facts(row))
            blockers = addressed.blockers
            if addressed.messages:
                status = PaymentRequestStatus.QUEUED
                messages += addressed.messages
        released.append(
            {
                "id": row["request_id"],
                "customer_id": row["id"],
                "status": status,
                "blockers": blockers,
                "event_id": new_id_text(),
            }
        )
    await drafts.RELEASE.execute(
        tx, merchant=batch.merchant_id, actor=batch.row["actor"], requests=as_json(released)
    )
    # Of a scheduled request the page may have been passed on, and somebody be about to pay.
    skipped = [row["id"] for row in released if row["status"] is PaymentRequestStatus.SKIPPED]
    await CALL_OFF.execute(tx, merchant=batch.merchant_id, requests=skipped)
    await queue_messages(tx, batch.merchant_id, messages)


def _facts(row: Record) -> RequestFacts:
    return RequestFacts(
        reference=row["request_reference"],
        amount=Money(row["request_amount_minor"], row["request_currency"]),
        token=row["request_token"],
        expires_at=row["request_expires_at"],
    )


async def _done(tx: Connection, batch: Batch) -> int:
    """Return how many of those who were to be asked are not waited for any more."""
    standing = await drafts.STANDING.fetch_row(tx, **batch.named)
    assert standing is not None
    total: int = batch.row["progress_total"]
    waiting: int = standing["waiting"]
    return max(total - waiting, 0)


def _named(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "batch": claim.subject_id}
