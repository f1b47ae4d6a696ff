"""Whoever follows rows is told of each that is committed: once, after it is, and of none that is not."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from db.changed import mark, rows
from db.connect import Pool
from db.errors import is_outage
from db.reading import reading
from db.statement import Statement
from domain.errors import BatchNotFound, Failure, GroupNotFound
from domain.ids import MerchantId
from services.following import Moment

log = logging.getLogger("kontor.following")

# How soon after its commit a change is told.
PACE_S = 0.5
# Followers who look at about the same time share what they see of the database's life.
SHARED_S = 0.2
# How often it is seen whether one may still listen, when nothing happens.
QUIET_S = 0.8
PAGE = 500
# How far apart the clocks of machines that record payments, and of the database, may be.
CLOCKS_APART = timedelta(seconds=10)
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that has been written; it may have been written again, or be gone, when it is read."""

    id: UUID


class Followed(Enum):
    """What can be followed: where it is found, and where the group or batch that it is of is looked for."""

    CUSTOMERS = (rows.CUSTOMERS, rows.GROUP_IS_THERE, GroupNotFound)
    PAYMENTS = (rows.PAYMENTS, None, None)
    REQUESTS = (rows.REQUESTS, rows.BATCH_IS_THERE, BatchNotFound)

    def __init__(
        self, statement: Statement, is_there: Statement | None, missing: type[Failure] | None
    ) -> None:
        self.statement = statement
        self.is_there = is_there
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Mark:
    """What `snapshot` does not show was begun at `horizon` or later."""

    snapshot: str
    horizon: datetime


class ChangedRows:
    """The rows that are followed in this process, found by looking: it costs those who write nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._looking = asyncio.Lock()
        self._shared: tuple[float, Mark] | None = None

    async def moments(
        self, merchant_id: MerchantId, followed: Followed, within: UUID | None = None
    ) -> AsyncGenerator[Moment | Changed, None]:
        """Yield each row of the merchant that is written from now on, for ever; QUIET while there is none.

        Who is slow is told later. While the database is away, nothing is; what was missed is told when it is
        back, and some of what was told before may be told once more.
        Errors: GroupNotFound or BatchNotFound for a group or batch that is not the merchant's.
        """
        if within is not None:
            await self._require(merchant_id, followed, within)
        reached = await self._mark(fresh=True)
        told_at = time.monotonic()
        while True:
            await asyncio.sleep(PACE_S)
            try:
                now = await self._mark()
                if now.snapshot != reached.snapshot:
                    async for row in self._between(merchant_id, followed, within, reached, now):
                        yield Changed(row)
                        told_at = time.monotonic()
                reached = now
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("changes can't be looked for; trying again", exc_info=True)
            if time.monotonic() - told_at >= QUIET_S:
                told_at = time.monotonic()
                yield Moment.QUIET

    async def _between(
        self, merchant_id: MerchantId, followed: Followed, within: UUID | None, since: Mark, until: Mark
    ) -> AsyncIterator[UUID]:
        place = _beginning(followed, since)
        while True:
            arguments = {"merchant": merchant_id, "since": since.snapshot, "until": until.snapshot}
            if followed.is_there is not None:
                arguments["within"] = within
            async with reading(self._pool, merchant_id) as connection:
                found = await followed.statement.fetch(connection, **arguments, **place, limit=PAGE)
            for row in found:
                yield row["id"]
            if len(found) < PAGE:
                return
            place = _behind(followed, found[-1])

    async def _mark(self, *, fresh: bool = False) -> Mark:
        """Return how far the database is; not long ago will do, unless it must be `fresh`."""
        async with self._looking:
            if self._shared is None or fresh or time.monotonic() - self._shared[0] > SHARED_S:
                looked_at = time.monotonic()
                async with self._pool.acquire() as connection:
                    horizon = await mark.HORIZON.fetch_value(connection)
                    snapshot = await mark.SNAPSHOT.fetch_value(connection)
                self._shared = looked_at, Mark(snapshot, horizon)
            return self._shared[1]

    async def _require(self, merchant_id: MerchantId, followed: Followed, within: UUID) -> None:
        assert followed.is_there is not None
        assert followed.missing is not None
        async with reading(self._pool, merchant_id) as connection:
            if not await followed.is_there.fetch_value(connection, merchant=merchant_id, within=within):
                raise followed.missing


def _beginning(followed: Followed, since: Mark) -> dict[str, Any]:
    if followed is Followed.PAYMENTS:
        made_ms = int((since.horizon - CLOCKS_APART).timestamp() * 1000)
        return {"after_id": UUID(int=made_ms << 80)}  # the smallest UUIDv7 of that moment
    return {"after_at": since.horizon, "after_id": _FIRST}


def _behind(followed: Followed, row: Any) -> dict[str, Any]:
    if followed is Followed.PAYMENTS:
        return {"after_id": row["id"]}
    return {"after_at": row["at"], "after_id": row["id"]}
