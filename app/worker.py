"""A worker takes what is due, one piece at a time, until it is told to finish."""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta

from app.delivering import Post, delivering
from app.expiring import expiring
from app.telling import telling
from app.tidying import tidying
from app.tracing import Spans
from db.connect import Pool, connect_pool
from db.jobs import CHANNEL
from db.listening import listening
from domain.jobs import JobKind, attempts_allowed
from services.addresses import Addresses
from services.exports.run import postpone_export, run_export
from services.imports.run import postpone_import, run_import
from services.imports.undo_job import postpone_undo, run_undo
from services.jobs import LEASE, Claim, LostClaim, claim_job, heartbeat
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.run import postpone_batch, run_batch
from services.storage import Storage
from services.waiting import first_of

log = logging.getLogger("kontor.worker")

# What no notification has told of is found so often.
SWEEP_S = 2.0
# A database that has gone away in the middle of a job is asked so often whether it is back.
ASK_AGAIN_S = 0.5
# One for the work, one for its heartbeat, one for the next claim; one to tidy up, one for what expires.
POOL_SIZE = 5
# What a million rows say twice is found in one statement.
COMMAND_TIMEOUT_S = 600.0


async def work(
    dsn: str, storage: Storage, post: Post, finish: asyncio.Event, spans: Spans | None = None
) -> None:
    """Do what is due, until `finish`; what is broken off goes on where it stood, with whoever is next.

    A database that goes away is waited for. Errors: whatever asyncpg raises when none answers at first.
    """
    pool = await connect_pool(dsn, size=POOL_SIZE, command_timeout_s=COMMAND_TIMEOUT_S)
    try:
        async with (
            tidying(pool, storage),
            expiring(pool),
            delivering(dsn, post),
            telling(dsn, post.secrets, private=post.private_webhooks),
        ):
            await _work_on(dsn, pool, storage, post, finish, spans)
    finally:
        await pool.close()


async def _work_on(
    dsn: str, pool: Pool, storage: Storage, post: Post, finish: asyncio.Event, spans: Spans | None
) -> None:
    while not finish.is_set():
        try:
            await _hear(dsn, pool, storage, post, finish, spans)
        except Exception:
            log.warning("the database does not answer; trying again", exc_info=True)
            await first_of(finish.wait(), timeout_s=SWEEP_S)


async def _hear(
    dsn: str, pool: Pool, storage: Storage, post: Post, finish: asyncio.Event, spans: Spans | None
) -> None:
    """Work for as long as notifications can be heard, or until `finish`."""
    due = asyncio.Event()
    async with listening(dsn, CHANNEL, lambda _payload: due.set()) as deaf:
        while not (finish.is_set() or deaf.is_set()):
            due.clear()
            claim = await claim_job(pool)
            if claim is None:
                await first_of(due.wait(), finish.wait(), deaf.wait(), timeout_s=SWEEP_S)
            else:
                begun = time.perf_counter()
                done = await do_job(pool, claim, storage, post.secrets, finish, post.addresses)
                if spans is not None:
                    spans.add_job(claim.kind.value, time.perf_counter() - begun, failed=not done)


async def do_job(
    pool: Pool,
    claim: Claim,
    storage: Storage,
    secrets: KeyedSecrets,
    finish: asyncio.Event,
    addresses: Addresses | None = None,
) -> bool:
    """Do one piece of work; when it fails by a bug or an outage, leave it for a later try and return False.

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
    except asyncio.CancelledError:
        await _postpone(pool, claim, timedelta(0), patience=timedelta(0))
    except Exception:
        log.exception("job %s failed at attempt %s", claim.job_id, claim.attempt)
        await _postpone(pool, claim, timedelta(seconds=2.0**claim.stalled), patience=LEASE)
        return False
    return True


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
