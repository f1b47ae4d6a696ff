"""A worker takes what is due until it is told to finish: jobs in their lanes, messages, events."""

import asyncio

from app.delivering import Post, delivering
from app.doing import COMMAND_TIMEOUT_S, do_job
from app.expiring import expiring
from app.job_lanes import LANES, JobLane
from app.telling import telling
from app.tidying import tidying
from app.waking import waking
from db.connect import Pool, connect_pool
from db.jobs import CHANNEL
from services.jobs import Claim
from services.storage import Storage
from services.witness import NOBODY, RunOutcome, Witness

# In each lane one for the work and one for its heartbeat; one more for an export, which holds on to a moment
# while it tells how far it has come. One to tidy up, one for what expires.
POOL_SIZE = 9


async def work(
    dsn: str, storage: Storage, post: Post, finish: asyncio.Event, witness: Witness = NOBODY
) -> None:
    """Do what is due, until `finish`; what is broken off goes on where it stood, with whoever is next.

    A database that goes away is waited for. Errors: whatever asyncpg raises when none answers at first.
    """
    pool = await connect_pool(dsn, size=POOL_SIZE, command_timeout_s=COMMAND_TIMEOUT_S)
    try:
        async with (
            tidying(pool, storage),
            expiring(pool),
            delivering(dsn, post, witness),
            telling(dsn, post.secrets, private=post.private_webhooks, witness=witness),
        ):
            await _do_jobs(dsn, pool, storage, post, finish, witness)
    finally:
        await pool.close()


async def _do_jobs(
    dsn: str, pool: Pool, storage: Storage, post: Post, finish: asyncio.Event, witness: Witness
) -> None:
    async def do(claim: Claim) -> RunOutcome | None:
        return await do_job(pool, claim, storage, post.secrets, finish, post.addresses)

    lanes = [JobLane(pool, kinds, do, witness) for kinds in LANES]
    async with waking(dsn, CHANNEL, [lane.due for lane in lanes]):
        await asyncio.gather(*(lane.run(finish) for lane in lanes))
