"""Real workers send a batch: kill them, and each customer gets one message; call it off, and it stops."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.connect import Pool, connect_pool
from db.writing import administering
from domain.ids import BatchId
from tests.app.sending_worker import sending_worker
from tests.factories import Shop, make_shop
from tests.gateways.gateway import Gateway, gateway_process
from tests.services.payment_requests.batches.desk import Desk

DONE_TIMEOUT_S = 120.0
_CUSTOMERS = """
    insert into customer (merchant_id, id, version, first_name, display_name, sort_name, search_text,
        phone_raw, phone_e164, phone_type, phone_region, creation_source, custom_fields,
        created_at, updated_at)
    select $1, gen_random_uuid(), 1, 'Erika', 'Erika', 'erika', 'erika', phone, phone, 'MOBILE', 'DE',
        'IMPORT', '{}', now(), now()
    from (select '+49151' || lpad(n::text, 8, '0') as phone from generate_series(1, $2::int) as n) as numbers
"""


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    """A gateway that outlives workers."""
    with gateway_process() as gateway:
        yield gateway


@dataclass(frozen=True, slots=True)
class Place:
    """A database whose jobs nobody else does, one merchant's desk, and a home for workers."""

    dsn: str
    desk: Desk
    home: Path

    @property
    def pool(self) -> Pool:
        return self.desk.shop.pool

    async def leases_end(self) -> None:
        """Let the leases of a worker that is dead run out."""
        async with administering(self.pool) as tx:
            await tx.execute("update delivery set next_at = now() where status = 'SENDING'")
            await tx.execute("update job set lease_until = now() where state = 'RUNNING'")

    async def reached(self, batch_id: BatchId, *statuses: str) -> None:
        """Wait until a batch stands at one of these."""
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while (await self.desk.row(batch_id))["status"] not in statuses:  # noqa: ASYNC110 - a process
                await asyncio.sleep(0.05)


@pytest.fixture
async def place(fresh_dsn: str, tmp_path: Path) -> AsyncIterator[Place]:
    pool = await connect_pool(fresh_dsn, size=4)
    shop: Shop = await make_shop(pool)
    yield Place(fresh_dsn, Desk(shop), tmp_path)
    await pool.close()


async def kill_and_look(place: Place, gateway: Gateway, customers: int, kills: int) -> None:
    gateway.forget()
    gateway.behave(slow_s=0.05)
    await place.desk.shop.fetch(_CUSTOMERS, customers)
    batch_id = await place.desk.ask()
    lots = random.Random(kills)

    for _ in range(kills):
        with sending_worker(place.dsn, place.home, SMS_URL=gateway.setting()) as process:
            await asyncio.sleep(lots.uniform(0.8, 2.5))  # some of it is spent starting
            if (await place.desk.row(batch_id))["status"] == "WAITING_FOR_USER":
                assert await place.desk.send(batch_id) is None
                await asyncio.sleep(lots.uniform(0, 0.5))
            process.send_signal(signal.SIGKILL)
            process.wait()
        await place.leases_end()
    with sending_worker(place.dsn, place.home, SMS_URL=gateway.setting()):
        if (await place.desk.row(batch_id))["approved_digest"] is None:
            await place.reached(batch_id, "WAITING_FOR_USER")
            assert await place.desk.send(batch_id) is None
        await place.reached(batch_id, "SUCCEEDED", "SUCCEEDED_WITH_ERRORS", "FAILED")

    row = await place.desk.row(batch_id)
    assert (row["status"], row["progress_done"]) == ("SUCCEEDED", customers)
    assert await place.desk.statuses(batch_id) == {"SENT": customers}
    taken = gateway.ledger()["taken"]
    assert len(taken) == customers
    assert set(taken.values()) == {1}


async def test_a_batch_whose_workers_are_killed_reaches_each_customer_once(
    place: Place, gateway: Gateway
) -> None:
    await kill_and_look(place, gateway, customers=1_500, kills=2)


@pytest.mark.endurance
async def test_a_batch_whose_workers_are_killed_twenty_times_reaches_each_customer_once(
    place: Place, gateway: Gateway
) -> None:
    await kill_and_look(place, gateway, customers=20_000, kills=20)


async def test_what_is_called_off_stops_within_a_second(place: Place, gateway: Gateway) -> None:
    """And each request says truly whether its message went out."""
    gateway.forget()
    gateway.behave(slow_s=0.05)
    await place.desk.shop.fetch(_CUSTOMERS, 2_000)
    batch_id = await place.desk.ask()

    with sending_worker(place.dsn, place.home, SMS_URL=gateway.setting()):
        await place.reached(batch_id, "WAITING_FOR_USER")
        assert await place.desk.send(batch_id) is None
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while gateway.count() < 100:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        await place.desk.cancel(batch_id)
        await asyncio.sleep(1)
        after_a_second = gateway.count()
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while "QUEUED" in (statuses := await place.desk.statuses(batch_id)):  # noqa: ASYNC110 - a process
                await asyncio.sleep(0.1)

    assert gateway.count() == after_a_second == statuses["SENT"]
    assert statuses["CANCELED"] == 2_000 - after_a_second
