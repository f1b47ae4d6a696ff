"""Background work is claimed, held while it goes on, and settled; who has lost it stops without a word."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from db import jobs
from db.connect import Connection, Pool, Record
from db.writing import administering, writing
from domain.ids import JobId, MerchantId, new_id
from domain.jobs import JobKind, JobStatus, attempts_allowed
from services.changes import job_topic, tell_change
from services.waiting import beside

log = logging.getLogger("kontor.jobs")

# A worker that is silent for so long is taken for dead.
LEASE = timedelta(seconds=30)
HEARTBEAT_S = 8.0

# Statements of ours over a whole file take as long as they take. Plans are made for the average merchant: of
# one that is new, the statistics know nothing, and the planner would think that it has no rows at all.
_AT_WORK = "set local statement_timeout = 0; set local plan_cache_mode = force_generic_plan"


class LostClaim(Exception):
    """Somebody else has this job by now, or it has ended."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours, for the `attempt`-th time anybody's; `cursor` tells how far it has come.

    `stalled` counts the claims since the job last went on, with this one.
    """

    merchant_id: MerchantId
    job_id: JobId
    kind: JobKind
    subject_id: UUID
    attempt: int
    stalled: int
    cursor: int

    @property
    def is_hopeless(self) -> bool:
        """Whether it has been tried so often in vain that one more time would be one too many."""
        return self.stalled > attempts_allowed(self.kind)


async def enqueue(tx: Connection, merchant_id: MerchantId, kind: JobKind, subject_id: UUID) -> JobId:
    """Have something done once the transaction is committed; return the job's id."""
    job_id = JobId(new_id())
    await jobs.CREATE.execute(tx, merchant=merchant_id, job=job_id, kind=kind.value, subject=subject_id)
    await jobs.NOTIFY.execute(tx)
    return job_id


async def claim_job(
    pool: Pool, kinds: Collection[JobKind] = tuple(JobKind), lease: timedelta = LEASE
) -> Claim | None:
    """Return the job of these kinds that has waited longest, or whose worker is silent, if there is any."""
    async with administering(pool) as tx:
        row = await jobs.CLAIM.fetch_row(tx, kinds=[kind.value for kind in kinds], lease=lease)
    return None if row is None else _claim(row)


async def claim_job_of(
    pool: Pool, merchant_id: MerchantId, subject_id: UUID, lease: timedelta = LEASE
) -> Claim | None:
    """Return what is due to be done for one import or export; None when nothing is, or somebody does it."""
    async with administering(pool) as tx:
        row = await jobs.CLAIM_OF.fetch_row(tx, merchant=merchant_id, subject=subject_id, lease=lease)
    return None if row is None else _claim(row)


def _claim(row: Record) -> Claim:
    return Claim(
        merchant_id=MerchantId(row["merchant_id"]),
        job_id=JobId(row["id"]),
        kind=JobKind(row["kind"]),
        subject_id=row["subject_id"],
        attempt=row["attempt"],
        stalled=row["stalled"],
        cursor=row["cursor"],
    )


@asynccontextmanager
async def holding(pool: Pool, claim: Claim, lease: timedelta = LEASE) -> AsyncIterator[Connection]:
    """Yield a transaction of the job's merchant, in which the job can't pass to anybody else.

    Errors: LostClaim before anything is done.
    """
    async with writing(pool, claim.merchant_id) as tx:
        await tx.execute(_AT_WORK)
        await _hold(tx, claim, lease)
        yield tx
        # Nobody could take it from us while the transaction was open, however long that was.
        await jobs.HOLD.execute(tx, **_named(claim), lease=lease)
        await tell_change(tx, job_topic(claim.merchant_id, claim.subject_id))


@asynccontextmanager
async def heartbeat(
    pool: Pool, claim: Claim, lease: timedelta = LEASE, every_s: float = HEARTBEAT_S
) -> AsyncIterator[None]:
    """Renew the lease for as long as the block runs."""
    async with beside(_beat(pool, claim, lease, every_s)):
        yield


async def _beat(pool: Pool, claim: Claim, lease: timedelta, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            async with writing(pool, claim.merchant_id) as tx:
                await _hold(tx, claim, lease)
        except LostClaim:
            return  # the work finds out at its next transaction
        except Exception:
            # A database that is away is met by the work itself; it may be back at the next beat.
            log.warning("the lease of job %s was not renewed", claim.job_id, exc_info=True)


async def _hold(tx: Connection, claim: Claim, lease: timedelta) -> None:
    if await jobs.HOLD.fetch_value(tx, **_named(claim), lease=lease) is None:
        raise LostClaim


async def advance(tx: Connection, claim: Claim, cursor: int) -> None:
    """Remember how far the job has come, within its transaction."""
    await jobs.ADVANCE.execute(tx, **_named(claim), cursor=cursor)


async def went_on(tx: Connection, claim: Claim) -> None:
    """Remember that the job has come further than ever, within its transaction; where is kept elsewhere."""
    await jobs.WENT_ON.execute(tx, **_named(claim))


async def settle(tx: Connection, claim: Claim, state: JobStatus, failure: str | None = None) -> None:
    """End the job, within its transaction; `failure` is the code of what went wrong."""
    await jobs.SETTLE.execute(tx, **_named(claim), state=state.value, failure=failure)


async def release(tx: Connection, claim: Claim, pause: timedelta) -> None:
    """Leave the job to the next claim, not before a pause."""
    await jobs.RELEASE.execute(tx, **_named(claim), pause=pause)


def _named(claim: Claim) -> dict[str, object]:
    return {"merchant": claim.merchant_id, "job": claim.job_id, "attempt": claim.attempt}
