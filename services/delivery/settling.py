"""Outcomes that come in while others are written are written together, in one transaction a merchant."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from db.connect import Pool
from db.errors import is_outage, is_passing
from domain.ids import MerchantId
from services.delivery.attempt import Outcome
from services.delivery.claim import Claimed
from services.delivery.settle import settle
from services.keyed_secrets import KeyedSecrets

log = logging.getLogger("kontor.delivery")

# Merchants whose outcomes are written at the same time, each over a connection.
AT_ONCE = 2
# A database that is away is tried so often, until it is back; whatever else is wrong is tried so many times.
RETRY_S = 0.5
FAILURES_ALLOWED = 3


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An outcome that is not written yet, and what is set once it is."""

    claimed: Claimed
    outcome: Outcome
    written: "asyncio.Future[None]"


class Settling:
    """What became of messages and is not in the database yet."""

    def __init__(self, pool: Pool, secrets: KeyedSecrets) -> None:
        self._pool = pool
        self._secrets = secrets
        self._waiting: list[_Waiting] = []
        self._more = asyncio.Event()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def settle(self, claimed: Claimed, outcome: Outcome) -> None:
        """Return once the outcome is written, however long the database is away."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(claimed, outcome, written))
        self._more.set()
        await written

    async def run(self) -> None:
        """Write what comes in, until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            waiting, self._waiting = self._waiting, []
            of_merchants: dict[MerchantId, list[_Waiting]] = defaultdict(list)
            for one in waiting:
                of_merchants[one.claimed.outgoing.merchant_id].append(one)
            await asyncio.gather(*(self._write(*part) for part in of_merchants.items()))

    async def _write(self, merchant_id: MerchantId, waiting: Sequence[_Waiting]) -> None:
        async with self._places:
            is_written = await self._is_written(merchant_id, waiting)
        if is_written or len(waiting) == 1:
            for one in waiting:
                if not one.written.done():
                    one.written.set_result(None)
            return
        # One of them can't be written: the others can.
        for one in waiting:
            await self._write(merchant_id, [one])

    async def _is_written(self, merchant_id: MerchantId, waiting: Sequence[_Waiting]) -> bool:
        outcomes = [(one.claimed, one.outcome) for one in waiting]
        failures = 0
        while failures < FAILURES_ALLOWED:
            try:
                await settle(self._pool, self._secrets, merchant_id, outcomes)
            except Exception as error:
                failures += not (is_outage(error) or is_passing(error))
                log.warning("outcomes of %s messages can't be written yet", len(waiting), exc_info=True)
                await asyncio.sleep(RETRY_S)
            else:
                return True
        return False


@asynccontextmanager
async def settling(pool: Pool, secrets: KeyedSecrets) -> AsyncIterator[Settling]:
    """Give what writes outcomes for as long as the block runs."""
    outcomes = Settling(pool, secrets)
    writing = asyncio.create_task(outcomes.run())
    try:
        yield outcomes
    finally:
        writing.cancel()
        await asyncio.wait({writing})
