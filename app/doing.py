"""One job is done as its kind wants it; what is broken off is left to a later try, as soon as that can be."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from db.connect import Pool
from domain.jobs import JobKind, attempts_allowed
from services.addresses import Addresses
from services.exports.run import postpone_export, run_export
from services.imports.run import postpone_import, run_import
from services.imports.undo_job import postpone_undo, run_undo
from services.jobs import LEASE, Claim, LostClaim, heartbeat
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.run import postpone_batch, run_batch
from services.storage import Storage
from services.witness import RunOutcome

log = logging.getLogger("kontor.worker")

# A database that has gone away in the middle of a job is asked so often whether it is back.
ASK_AGAIN_S = 0.5
# What a million rows say twice is found in one statement.
COMMAND_TIMEOUT_S = 600.0


async def do_job(
    pool: Pool,
    claim: Claim,
    storage: Storage,
    secrets: KeyedSecrets,
    finish: asyncio.Event,
    addresses: Addresses | None = None,
) -> RunOutcome | None:
    """Do one piece of work; when it fails by a bug or an outage, or on `finish`, leave it for a later try.

    Return how it was broken off, or None when it came to an end of its own, which its row tells.
    `addresses` stand in messages; who works on files alone needs none.
    """
    doing = asyncio.create_task(_run(pool, claim, storage, secrets, addresses))
    finishing = asyncio.create_task(finish.wait())
    await asyncio.wait({doing, finishing}, return_when=asyncio.FIRST_COMPLETED)
    finishing.cancel()
    if not doing.done():
        doing.cancel()
    try:
        await doing
    except LostClaim:
        log.info("job %s has passed to another worker", claim.job_id)
        return RunOutcome.LOST
    except asyncio.CancelledError:
        await _postpone(pool, claim, timedelta(0), patience=timedelta(0))
        return RunOutcome.LEFT
    except Exception:
        log.exception("job %s failed at attempt %s", claim.job_id, claim.attempt)
        await _postpone(pool, claim, timedelta(seconds=2.0**claim.stalled), patience=LEASE)
        return RunOutcome.BROKEN_OFF
    return None


async def _run(
    pool: Pool, claim: Claim, storage: Storage, secrets: KeyedSecrets, addresses: Addresses | None
) -> None:
    match claim.kind:
        case JobKind.IMPORT:
            async with heartbeat(pool, claim):
                await run_import(pool, claim, storage, secrets)
        case JobKind.UNDO:
            async with heartbeat(pool, claim):
                await run_undo(pool, claim, secrets)
        case JobKind.EXPORT:
            async with heartbeat(pool, claim):
                await run_export(pool, claim, storage)
        case JobKind.BATCH:
            assert addresses is not None, "a batch is taken by workers alone"
            async with heartbeat(pool, claim):
                await run_batch(pool, claim, Machinery(addresses, secrets))


async def _postpone(pool: Pool, claim: Claim, pause: timedelta, *, patience: timedelta) -> None:
    """Leave a job to the next claim; a database that is away is asked again until our patience is over."""
    if claim.stalled >= attempts_allowed(claim.kind):
        pause = timedelta(0)  # the next claim only says that it has failed
    with suppress(LostClaim):
        for _ in range(1 + int(patience.total_seconds() / ASK_AGAIN_S)):
            if await _is_postponed(pool, claim, pause):
                break
            await asyncio.sleep(ASK_AGAIN_S)


async def _is_postponed(pool: Pool, claim: Claim, pause: timedelta) -> bool:
    try:
        match claim.kind:
            case JobKind.IMPORT:
                await postpone_import(pool, claim, pause)
            case JobKind.UNDO:
                await postpone_undo(pool, claim, pause)
            case JobKind.EXPORT:
                await postpone_export(pool, claim, pause)
            case JobKind.BATCH:
                await postpone_batch(pool, claim, pause)
    except LostClaim:
        raise
    except Exception:
        log.warning("job %s can't be left to the next worker yet", claim.job_id, exc_info=True)
        return False
    return True
