"""Whoever waits for a job at the command line does it, unless a worker is at it already: then it watches."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol, TypeVar
from uuid import UUID

from app.database import database, migrate
from app.doing import COMMAND_TIMEOUT_S, do_job
from app.settings import Settings
from db.connect import Pool, connect_pool
from domain.ids import MerchantId
from services.jobs import claim_job_of
from services.keyed_secrets import KeyedSecrets
from services.storage import Storage

LOOK_EVERY_S = 0.2
# A claim that failed is made again after a pause of the job's own; until then nothing is due.
TRY_EVERY_S = 0.5


# Three to work, as a worker has; one to look how far it is, one to report.
_POOL_SIZE = 5


@asynccontextmanager
async def working_pool(settings: Settings) -> AsyncIterator[Pool]:
    """Give what doing a job takes: the database, at the present schema, and time for long statements.

    Errors: PostgresRefused, DatabaseRefused.
    """
    async with database(settings) as dsn:
        await migrate(dsn)
        pool = await connect_pool(dsn, size=_POOL_SIZE, command_timeout_s=COMMAND_TIMEOUT_S)
        try:
            yield pool
        finally:
            await pool.close()


class State(Protocol):
    """Where a job stands."""

    @property
    def is_over(self) -> bool: ...


S = TypeVar("S", bound=State)


async def attend(
    pool: Pool,
    storage: Storage,
    secrets: KeyedSecrets,
    merchant_id: MerchantId,
    subject_id: UUID,
    look: Callable[[], Awaitable[S]],
    show: Callable[[S], object],
    finish: asyncio.Event,
) -> S:
    """Have what is due done for an import or export, and return its state when it is over, or on `finish`."""
    doing = asyncio.create_task(_do(pool, storage, secrets, merchant_id, subject_id, finish))
    try:
        while not (state := await look()).is_over and not finish.is_set():
            show(state)
            await _pause(finish, LOOK_EVERY_S)
    finally:
        if not finish.is_set():
            doing.cancel()
        await asyncio.wait({doing})
    show(state)
    return await look()


async def _do(
    pool: Pool,
    storage: Storage,
    secrets: KeyedSecrets,
    merchant_id: MerchantId,
    subject_id: UUID,
    finish: asyncio.Event,
) -> None:
    while not finish.is_set():
        claim = await claim_job_of(pool, merchant_id, subject_id)
        if claim is not None:
            await do_job(pool, claim, storage, secrets, finish)
        await _pause(finish, TRY_EVERY_S)


async def _pause(finish: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(finish.wait(), seconds)
