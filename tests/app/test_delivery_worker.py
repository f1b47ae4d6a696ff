"""The worker sends messages: killed at any moment, it sends none twice, loses none, and says what is so."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.connect import Pool, connect_pool
from db.writing import administering
from services.delivery.messenger import Certainty
from tests.app.sending_worker import sending_worker
from tests.factories import make_shop
from tests.gateways.gateway import Gateway, gateway_process
from tests.services.delivery.sending import Outbox

DONE_TIMEOUT_S = 120.0


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    """A gateway that outlives workers."""
    with gateway_process() as gateway:
        yield gateway


@dataclass(frozen=True, slots=True)
class Place:
    """A database whose messages nobody else sends, one merchant's outbox, and a home for workers."""

    dsn: str
    pool: Pool
    outbox: Outbox
    home: Path

    async def time_passes(self) -> None:
        """Let leases and pauses end, while no worker is there."""
        async with administering(self.pool) as tx:
            await tx.execute("update delivery set next_at = now() where status in ('QUEUED', 'SENDING')")

    async def under_way(self) -> int:
        async with administering(self.pool) as tx:
            count: int = await tx.fetchval(
                "select count(*) from delivery where status in ('QUEUED', 'SENDING')"
            )
            return count

    async def settled(self) -> None:
        """Wait until something has come of each message."""
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while await self.under_way():  # noqa: ASYNC110 - another process is at it
                await asyncio.sleep(0.02)


@pytest.fixture
async def place(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Place]:
    pool = await connect_pool(fresh_dsn, size=4)
    yield Place(fresh_dsn, pool, Outbox(await make_shop(pool)), tmp_path)
    await pool.close()


async def killed_while_sending(place: Place, gateway: Gateway, certainty: Certainty, kills: int) -> None:
    """Kill workers at random moments, each after it has begun to send, then let one finish."""
    lots = random.Random(kills)
    for _ in range(kills):
        taken = gateway.count()
        with sending_worker(place.dsn, place.home, SMS_URL=gateway.setting(certainty)) as process:
            async with asyncio.timeout(DONE_TIMEOUT_S):
                while gateway.count() == taken and await place.under_way():  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
            await asyncio.sleep(lots.uniform(0, 0.25))
            process.send_signal(signal.SIGKILL)
            process.wait()
        await asyncio.sleep(0.3)  # longer than the gateway takes for what it was given
        await place.time_passes()
    gateway.behave()
    with sending_worker(place.dsn, place.home, SMS_URL=gateway.setting(certainty)):
        await place.settled()


async def assert_each_state_is_true(place: Place, gateway: Gateway, certainty: Certainty) -> None:
    taken = gateway.ledger()["taken"]
    deliveries = {str(row["id"]): row["status"] for row in await place.outbox.deliveries()}
    sent = {reference for reference, status in deliveries.items() if status == "SENT"}
    unknown = {reference for reference, status in deliveries.items() if status == "UNKNOWN"}

    assert set(taken.values()) == {1}, "some went out twice"
    assert sent | unknown == set(deliveries), "some are lost"
    assert sent <= set(taken) <= set(deliveries)
    if certainty is not Certainty.NEITHER:
        assert unknown == set()
        assert await place.outbox.request_statuses() == {"SENT": len(deliveries)}


async def kill_and_look(
    place: Place, gateway: Gateway, certainty: Certainty, messages: int, kills: int
) -> None:
    gateway.forget()
    gateway.behave(slow_s=0.2, busy=0.02, drop_before=0.02, drop_after=0.02, fail_after=0.02)
    await place.outbox.ask(messages)

    await killed_while_sending(place, gateway, certainty, kills)

    await assert_each_state_is_true(place, gateway, certainty)


@pytest.mark.parametrize("certainty", Certainty)
async def test_a_killed_worker_sends_nothing_twice_and_loses_nothing(
    place: Place, gateway: Gateway, certainty: Certainty
) -> None:
    await kill_and_look(place, gateway, certainty, messages=400, kills=2)


@pytest.mark.endurance
@pytest.mark.parametrize("certainty", Certainty)
async def test_forty_killed_workers_send_nothing_twice_and_lose_nothing(
    place: Place, gateway: Gateway, certainty: Certainty
) -> None:
    await kill_and_look(place, gateway, certainty, messages=5_000, kills=40)
