"""Events go out as they become due: claimed as there is room for them, and posted side by side."""

import asyncio
import logging
import time
from collections import Counter
from uuid import UUID

from db.connect import Pool
from services.keyed_secrets import KeyedSecrets
from services.waiting import first_of
from services.webhooks_out.attempt import attempt, settle_attempt
from services.webhooks_out.claim import FIRST, LEASE, OF_EACH, Claimed, claim_events
from services.webhooks_out.posting import TIMEOUT_S, Poster
from services.witness import NOBODY, EventAttempt, Witness

log = logging.getLogger("kontor.webhooks")

# Nobody notifies of events: that would cost each transaction more than the event itself.
SWEEP_S = 1.0
AT_ONCE = 64
# What is on its way is given so long to arrive; the rest is sent again by whoever claims it next.
FINISH_TIMEOUT_S = 8.0
# With less than this left of its lease an event is not posted any more.
_MARGIN_S = 2 * TIMEOUT_S


class Sender:
    """Sends what is due, until it is told to finish."""

    def __init__(self, pool: Pool, poster: Poster, secrets: KeyedSecrets, witness: Witness = NOBODY) -> None:
        self._pool = pool
        self._poster = poster
        self._secrets = secrets
        self._witness = witness
        self._after = FIRST
        self._under_way: set[asyncio.Task[None]] = set()
        self._of_each: Counter[UUID] = Counter()
        self._freed = asyncio.Event()

    async def run(self, finish: asyncio.Event) -> None:
        """Send what is due until `finish`, and then what is under way."""
        while not finish.is_set():
            self._freed.clear()
            room = AT_ONCE - len(self._under_way)
            if not room:
                await first_of(finish.wait(), self._freed.wait())
            elif not await self._begin(room):
                await first_of(finish.wait(), timeout_s=SWEEP_S)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISH_TIMEOUT_S)
        for task in self._under_way:
            task.cancel()

    async def _begin(self, room: int) -> bool:
        """Begin to send what is due; tell whether there was anything."""
        claimed_at = _clock()
        busy = [one for one, count in self._of_each.items() if count >= OF_EACH]
        try:
            claimed, self._after = await claim_events(self._pool, room, busy, self._after)
        except Exception:
            log.warning("events can't be claimed; trying again", exc_info=True)
            return False
        for event in claimed:
            self._send(event, claimed_at)
        return bool(claimed)

    def _send(self, claimed: Claimed, claimed_at: float) -> None:
        self._of_each[claimed.subscription_id] += 1
        task = asyncio.create_task(self._deliver(claimed, claimed_at))
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._forget(done, claimed))

    async def _deliver(self, claimed: Claimed, claimed_at: float) -> None:
        if _clock() - claimed_at > LEASE.total_seconds() - _MARGIN_S:
            return  # we were stopped meanwhile, and it may be another's
        outcome = await attempt(self._poster, self._secrets, claimed)
        self._witness.saw(
            EventAttempt(
                claimed.attempt, outcome.status, outcome.error, outcome.response_status, outcome.seconds
            )
        )
        await settle_attempt(self._pool, claimed, outcome)

    def _forget(self, task: "asyncio.Task[None]", claimed: Claimed) -> None:
        self._under_way.discard(task)
        self._of_each[claimed.subscription_id] -= 1
        if not self._of_each[claimed.subscription_id]:
            del self._of_each[claimed.subscription_id]
        self._freed.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease ends, and then it is sent again: a receiver knows it by its id.
            log.warning("what became of an event was not written", exc_info=error)


def _clock() -> float:
    """Return seconds that go on while the machine sleeps, as leases do."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
