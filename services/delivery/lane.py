"""The messages of one channel go out: claimed as there is room for them, sent at once, settled together."""

import asyncio
import logging
import time

from db.connect import Pool
from services.addresses import Addresses
from services.delivery.attempt import SEND_TIMEOUT_S, Outcome, attempt, not_attempted
from services.delivery.breaker import Breaker
from services.delivery.claim import BEFORE_ALL, LEASE, Claimed, claim_messages
from services.delivery.messenger import Busy, Messenger, Refused
from services.delivery.settle import end_hindered
from services.delivery.settling import Settling, settling
from services.keyed_secrets import KeyedSecrets
from services.waiting import first_of
from services.witness import NOBODY, MessageAttempt, MessageNews, Witness

log = logging.getLogger("kontor.delivery")

# What no notification has told of, such as a message that is due again, is found so often.
SWEEP_S = 1.0
# What is on its way is given so long to arrive; the rest is found out by whoever claims it next.
FINISH_TIMEOUT_S = 8.0
# While answers are written the next messages are handed over, as long as there are not so many times as many.
_MOST_UNDER_WAY = 3
# However slow the database is, room that is free is used after this.
_LONGEST_GATHERING_S = 0.02
# With less than this left of its lease a message is not handed over any more.
_MARGIN_S = 2 * SEND_TIMEOUT_S


class Lane:
    """One messenger at work. `due` is set by whoever knows that there may be something to send."""

    def __init__(
        self,
        pool: Pool,
        messenger: Messenger,
        addresses: Addresses,
        secrets: KeyedSecrets,
        witness: Witness = NOBODY,
    ) -> None:
        self.due = asyncio.Event()
        self._pool = pool
        self._messenger = messenger
        self._addresses = addresses
        self._secrets = secrets
        self._witness = witness
        self._breaker = Breaker()
        self._after = BEFORE_ALL
        self._under_way: set[asyncio.Task[None]] = set()  # claimed and not settled
        self._sending = 0  # of these, not answered yet
        # How long the last claim took. It takes as long for one message as for many: while not much room is
        # free, claiming takes at most half of the time.
        self._claiming_s = 0.0
        self._freed = asyncio.Event()

    async def run(self, finish: asyncio.Event) -> None:
        """Send what is due until `finish`, and then what is under way."""
        async with settling(self._pool, self._secrets) as outcomes:
            while not finish.is_set():
                await self._go_on(outcomes, finish)
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=FINISH_TIMEOUT_S)
            for task in self._under_way:
                task.cancel()

    async def _go_on(self, outcomes: Settling, finish: asyncio.Event) -> None:
        self.due.clear()
        self._freed.clear()
        if (rest_s := self._breaker.wait_s(time.monotonic())) > 0:
            await first_of(finish.wait(), timeout_s=rest_s)
        elif not (room := self._room()):
            await first_of(finish.wait(), self._freed.wait())
        else:
            if room < self._messenger.at_once // 2:
                await asyncio.sleep(self._claiming_s)
            if (pause_s := await self._begin(self._room(), outcomes)) > 0:
                await first_of(finish.wait(), self.due.wait(), timeout_s=pause_s)

    def _room(self) -> int:
        if self._breaker.is_open:
            return 0 if self._under_way else 1
        at_once = self._messenger.at_once
        return min(at_once - self._sending, _MOST_UNDER_WAY * at_once - len(self._under_way))

    async def _begin(self, room: int, outcomes: Settling) -> float:
        """Begin to send what is due; return for how many seconds there is nothing more to begin."""
        claimed_at = _clock()
        try:
            claims = await claim_messages(self._pool, self._messenger, self._addresses, room, self._after)
            self._after = claims.after
            self._claiming_s = min(_clock() - claimed_at, _LONGEST_GATHERING_S)
            for claimed in claims.claimed:
                self._send(claimed, claimed_at, outcomes)
            for merchant_id, hindered in claims.hindered.items():
                for ending in await end_hindered(self._pool, merchant_id, hindered):
                    self._witness.saw(MessageNews(self._messenger.channel, self._messenger.name, ending))
        except Exception:
            log.warning("messages can't be claimed; trying again", exc_info=True)
            return SWEEP_S
        if claims.claimed or claims.hindered:
            return 0
        return claims.wait_s or SWEEP_S

    def _send(self, claimed: Claimed, claimed_at: float, outcomes: Settling) -> None:
        self._sending += 1
        task = asyncio.create_task(self._deliver(claimed, claimed_at, outcomes))
        self._under_way.add(task)
        task.add_done_callback(self._forget)

    async def _deliver(self, claimed: Claimed, claimed_at: float, outcomes: Settling) -> None:
        try:
            outcome = await self._attempt(claimed, claimed_at)
        finally:
            self._sending -= 1
            self._freed.set()
        await outcomes.settle(claimed, outcome)

    async def _attempt(self, claimed: Claimed, claimed_at: float) -> Outcome:
        if _clock() - claimed_at > LEASE.total_seconds() - _MARGIN_S:
            return not_attempted(claimed)  # we were stopped meanwhile, and it may be another's
        begun = time.perf_counter()
        outcome = await attempt(self._messenger, claimed)
        self._tell(claimed, outcome, time.perf_counter() - begun)
        self._learn(outcome)
        return outcome

    def _tell(self, claimed: Claimed, outcome: Outcome, seconds: float) -> None:
        channel, name = self._messenger.channel, self._messenger.name
        if outcome.messenger_was_asked:
            self._witness.saw(
                MessageAttempt(channel, name, claimed.attempt, outcome.status, outcome.error, seconds)
            )
        else:
            self._witness.saw(MessageNews(channel, name, outcome.status))

    def _learn(self, outcome: Outcome) -> None:
        match outcome.reason:
            case None if not outcome.messenger_was_asked:
                pass
            case None | Refused():
                self._breaker.succeeded()
            case Busy(retry_after_s=float() | int() as retry_after_s):
                self._breaker.rest(time.monotonic(), retry_after_s)
            case _:
                self._breaker.failed(time.monotonic())

    def _forget(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        self._freed.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a message was not settled", exc_info=error)


def _clock() -> float:
    """Return seconds that go on while the machine sleeps, as leases do."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
