"""A worker takes jobs in lanes: a long file that comes in holds up neither one that goes out nor a batch."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence

from db.connect import Pool
from domain.jobs import JobKind
from services.job_runs import run_of
from services.jobs import Claim, claim_job
from services.waiting import first_of
from services.witness import RunOutcome, Witness

log = logging.getLogger("kontor.worker")

# Files that come in and what undoes them; files that go out; batches of payment requests. One job at a time
# in each, so that memory stays bounded, and the connections that jobs hold.
LANES: Sequence[Collection[JobKind]] = (
    (JobKind.IMPORT, JobKind.UNDO),
    (JobKind.EXPORT,),
    (JobKind.BATCH,),
)
# What no notification has told of is found so often.
SWEEP_S = 2.0

Do = Callable[[Claim], Awaitable[RunOutcome | None]]


class JobLane:
    """Jobs of some kinds, one after the other. `due` is set by whoever knows that there may be one."""

    def __init__(self, pool: Pool, kinds: Collection[JobKind], do: Do, witness: Witness) -> None:
        self.due = asyncio.Event()
        self._pool = pool
        self._kinds = kinds
        self._do = do
        self._witness = witness

    async def run(self, finish: asyncio.Event) -> None:
        """Do what is due until `finish`; a database that goes away is waited for."""
        while not finish.is_set():
            self.due.clear()
            try:
                is_over = not await self._do_next()
            except Exception:
                log.warning("the database does not answer; trying again", exc_info=True)
                await first_of(finish.wait(), timeout_s=SWEEP_S)
                continue
            if is_over:
                await first_of(finish.wait(), self.due.wait(), timeout_s=SWEEP_S)

    async def _do_next(self) -> bool:
        """Do the next job; tell whether there was one."""
        claim = await claim_job(self._pool, self._kinds)
        if claim is None:
            return False
        begun = time.perf_counter()
        outcome = await self._do(claim)
        self._witness.saw(await run_of(self._pool, claim, outcome, time.perf_counter() - begun))
        return True
