"""The worker sends events: killed at any moment, it loses none, and who gets one twice knows it by its id."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from db.connect import Pool, connect_pool
from db.writing import administering
from services.webhooks_out.subscriptions import create_subscription
from tests.app.sending_worker import sending_worker
from tests.factories import Shop, make_shop
from tests.webhooks_out.receiver import Receiver, receiving

EVENTS = 150
KILLS = 2
PRIVATE = {"WEBHOOKS_TO_PRIVATE_ADDRESSES": "on"}


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def pool(fresh_dsn: str) -> AsyncIterator[Pool]:
    """Connections to a database whose events nobody else sends."""
    pool = await connect_pool(fresh_dsn, size=4)
    yield pool
    await pool.close()


async def subscribed(pool: Pool, receiver: Receiver) -> Shop:
    shop = await make_shop(pool)

    async def create(tx: Any, caller: Any) -> object:
        return await create_subscription(tx, caller, receiver.url, ["payment.*"], private=True)

    await shop.do(create)
    return shop


async def unsent(pool: Pool) -> int:
    async with administering(pool) as tx:
        return int(await tx.fetchval("select count(*) from webhook_message where status <> 'SENT'"))


async def test_killed_workers_lose_no_event(
    fresh_dsn: str, pool: Pool, receiver: Receiver, tmp_path: Path
) -> None:
    shop = await subscribed(pool, receiver)
    for _ in range(EVENTS):
        await shop.payment()
    receiver.pause_s = 0.05
    lots = random.Random(1)

    for _ in range(KILLS):
        taken = len(receiver.taken)
        with sending_worker(fresh_dsn, tmp_path, **PRIVATE) as process:
            async with asyncio.timeout(60):
                while len(receiver.taken) == taken:  # noqa: ASYNC110 - another process is at it
                    await asyncio.sleep(0.005)
            await asyncio.sleep(lots.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait()
        async with administering(pool) as tx:
            await tx.execute("update webhook_message set next_at = now() where status = 'SENDING'")
    receiver.pause_s = 0
    with sending_worker(fresh_dsn, tmp_path, **PRIVATE):
        async with asyncio.timeout(120):
            while await unsent(pool):  # noqa: ASYNC110 - another process is at it
                await asyncio.sleep(0.05)

    ids = [taken.id for taken in receiver.taken]
    assert len(set(ids)) == EVENTS
    # What was under way, eight at most, may come once more after each kill.
    assert EVENTS <= len(ids) <= EVENTS + KILLS * 8
