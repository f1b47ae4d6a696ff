"""A batch is checked, some customers at a time: whom it would ask, who is left out and why, what it costs."""

from typing import Any

import orjson

from db.connect import Connection, Pool
from db.payment_requests import batches, drafts
from db.payment_requests.selected import next_recipients
from domain.jobs import JobStatus
from services.jobs import Claim, holding, settle, went_on
from services.messages.writer import Writer
from services.payment_requests.batches.found import preflight_of
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.recipients import Drafting, amounts_of
from services.payment_requests.batches.tally import Tally
from services.payment_requests.batches.task import Batch, load_batch, step
from services.payment_requests.insert import insert_requests

# Judged in one transaction: progress is seen, and nobody waits long for a row.
CHUNK = 1_000
FORGOTTEN_AT_ONCE = 5_000


async def check_batch(pool: Pool, claim: Claim, machinery: Machinery, batch: Batch) -> None:
    """Make the preflight, from where an earlier claim stopped; the batch then waits for its approval.

    Errors: TemplateNotFound; AmountOutOfRange; LostClaim.
    """
    if batch.position is None:
        await forget_drafts(pool, claim)
    while await _check_some(pool, claim, machinery):
        pass


async def forget_drafts(pool: Pool, claim: Claim) -> None:
    """Take back what an earlier preflight has drafted."""
    forgotten = FORGOTTEN_AT_ONCE
    while forgotten == FORGOTTEN_AT_ONCE:
        async with holding(pool, claim) as tx:
            named = {"merchant": claim.merchant_id, "batch": claim.subject_id}
            rows = await drafts.FORGET.fetch(tx, **named, after=drafts.BEGINNING, size=FORGOTTEN_AT_ONCE)
            await went_on(tx, claim)
        forgotten = len(rows)


async def _check_some(pool: Pool, claim: Claim, machinery: Machinery) -> bool:
    """Check the next customers; tell whether there may be more."""
    async with holding(pool, claim) as tx:
        batch = await load_batch(tx, claim.merchant_id, claim.subject_id)
        writer = await machinery.writer(tx, batch)
        tally = _tally(batch, writer)
        customers = await _next(tx, batch)
        if customers:
            requests, seen = _drafting(batch, writer, machinery).drafts(customers)
            tally.add(seen)
            await insert_requests(tx, batch.merchant_id, batch.row["actor"], requests)
            await step(
                tx,
                claim,
                batches.DRAFTED,
                new_position=customers[-1]["id"],
                new_tally=orjson.dumps(tally.as_json()).decode(),
                done=tally.recipients,
            )
            await went_on(tx, claim)
        if len(customers) == CHUNK:
            return True
        preflight = preflight_of(batch, writer, tally)
        await step(
            tx,
            claim,
            batches.CHECKED,
            new_preflight=orjson.dumps(preflight).decode(),
            done=tally.recipients,
        )
        await settle(tx, claim, JobStatus.SUCCEEDED)
    return False


def _tally(batch: Batch, writer: Writer) -> Tally:
    if batch.position is not None:
        return Tally.from_json(orjson.loads(batch.row["tally"]))
    facts = {
        "written_by": writer.fingerprint,
        "channels": batch.channels,
        "currency": batch.currency,
        "reference": batch.row["reference"],
        "expires_at": batch.expires_at,
        "scheduled_for": batch.scheduled_for,
    }
    return Tally.begun(facts)


async def _next(tx: Connection, batch: Batch) -> list[Any]:
    after = batch.position or drafts.BEGINNING
    chosen = next_recipients(batch.selector, batch.asked_by, after, CHUNK)
    return await tx.fetch(chosen.sql, *chosen.args)


def _drafting(batch: Batch, writer: Writer, machinery: Machinery) -> Drafting:
    return Drafting(
        batch_id=batch.id,
        amounts=amounts_of(batch),
        addressing=machinery.addressing(batch, writer),
        template_id=batch.template_id,
        reference=batch.row["reference"],
        expires_at=batch.expires_at,
    )
