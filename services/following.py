"""A job is looked at while somebody follows it, once for all who do, and they are told how it goes on."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from db.connect import Pool, Record
from db.job_looks import LOOKS
from db.reading import reading
from domain.errors import JobNotFound
from domain.ids import Kind, MerchantId
from services.changes import Changes, Topic, job_topic

log = logging.getLogger("kontor.following")

# What no notification has told of is found so often: a little under the second within which an active
# job gives a sign of life, since looking and answering take their time.
SWEEP_S = 0.8
# However often a job changes, nobody wants to be told more often.
PACE_S = 0.2


class Moment(Enum):
    """Why the present state is worth reading."""

    NEW = auto()  # it has changed; what reads the same as before need not be told
    QUIET = auto()  # nothing is new; time to see whether one may still listen
    PULSE = auto()  # the job waits for its turn or is done, which is told at least once a second


@dataclass(frozen=True, slots=True)
class FollowedJob:
    """A job by its id."""

    merchant_id: MerchantId
    kind: Kind
    subject: UUID

    @property
    def topic(self) -> Topic:
        return job_topic(self.merchant_id, self.subject)


class Following:
    """The jobs that are followed in this process."""

    def __init__(self, pool: Pool, changes: Changes) -> None:
        self._pool = pool
        self._changes = changes
        self._watches: dict[FollowedJob, _Watch] = {}

    @property
    def size(self) -> int:
        """How many jobs are being looked at."""
        return len(self._watches)

    async def moments(self, job: FollowedJob) -> AsyncGenerator[Moment, None]:
        """Yield at once, then whenever the job has gone on, and end when it has ended.

        Who is slow misses moments, and never the last one.
        Errors: JobNotFound for what is no job of the merchant.
        """
        pulse_at = time.monotonic() + SWEEP_S
        with self._watching(job) as watch:
            async for look in watch.looks():
                if look is None:
                    yield Moment.QUIET
                    continue
                now = time.monotonic()
                pulse = look["active"] and now >= pulse_at
                if pulse:
                    # In step with the looks, which come a little later than asked for.
                    pulse_at = now + SWEEP_S - PACE_S / 2
                yield Moment.PULSE if pulse else Moment.NEW

    @contextmanager
    def _watching(self, job: FollowedJob) -> "Iterator[_Watch]":
        watch = self._watches.get(job)
        if watch is None or watch.is_over:  # a job that is undone goes on
            watch = self._watches[job] = _Watch(self._pool, self._changes, job)
        watch.followers += 1
        try:
            yield watch
        finally:
            watch.followers -= 1
            if not watch.followers:
                watch.stop()
                if self._watches.get(job) is watch:
                    del self._watches[job]


class _Watch:
    """One job under observation: what the last look found, and a task that looks again."""

    def __init__(self, pool: Pool, changes: Changes, job: FollowedJob) -> None:
        self.followers = 0
        self._pool = pool
        self._job = job
        self._found: Record | None = None
        self._told = 0  # how often there was something to tell
        self._more = asyncio.Event()  # set when there is, and then another one
        # For all who follow, so not in the context of the first: its id and its witness are not theirs.
        self._looking = asyncio.create_task(self._look_on(changes), context=Context())

    @property
    def is_over(self) -> bool:
        """Whether the job has ended, or is none."""
        return bool(self._told) and (self._found is None or self._found["ended"])

    def stop(self) -> None:
        self._looking.cancel()

    async def looks(self) -> AsyncIterator[Record | None]:
        """Yield what was found, the present state first, until the job has ended.

        None stands for a while in which nothing was new.
        """
        seen = 0
        while True:
            if seen == self._told:
                try:
                    await asyncio.wait_for(self._more.wait(), SWEEP_S)
                except TimeoutError:
                    yield None
                    continue
            seen, over, found = self._told, self.is_over, self._found
            if found is None:
                raise JobNotFound
            yield found
            if over:
                return

    async def _look_on(self, changes: Changes) -> None:
        with changes.awaited(self._job.topic) as changed:
            while not self.is_over:
                # Cleared before the look: what changes meanwhile is looked at once more.
                changed.clear()
                try:
                    self._take(await self._look())
                except Exception:
                    log.warning("a job can't be looked at; trying again", exc_info=True)
                await asyncio.sleep(PACE_S)
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), SWEEP_S - PACE_S)

    async def _look(self) -> Record | None:
        async with reading(self._pool, self._job.merchant_id) as connection:
            return await LOOKS[self._job.kind].fetch_row(
                connection, merchant=self._job.merchant_id, job=self._job.subject
            )

    def _take(self, found: Record | None) -> None:
        """Tell those who follow, unless the job stands as it stood and nothing is being done."""
        same = bool(self._told) and found == self._found
        if same and found is not None and not found["active"]:
            return
        self._found = found
        self._told += 1
        self._more.set()
        self._more = asyncio.Event()
