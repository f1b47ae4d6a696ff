"""A real worker does what is of another kind beside a long import."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import chain
from pathlib import Path

import pytest

from app.job_lanes import LANES
from db.connect import Pool, connect_pool
from domain.jobs import JobKind
from services.storage import Storage
from tests.app.sending_worker import sending_worker
from tests.app.test_worker import begun, ended, file_of
from tests.factories import Shop, make_shop
from tests.gateways.gateway import Gateway, gateway_process
from tests.services.exports.exporting import Counter
from tests.services.imports.importing import Desk
from tests.services.payment_requests.batches.desk import Desk as BatchDesk
from tests.services.payment_requests.batches.desk import ids

# As many as keep a worker busy until all the others are done, on any machine.
ROWS = 40_000
WAIT_S = 120.0


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with gateway_process() as gateway:
        yield gateway


@pytest.fixture
async def pool(fresh_dsn: str) -> AsyncIterator[Pool]:
    pool = await connect_pool(fresh_dsn, size=4)
    yield pool
    await pool.close()


@pytest.fixture
async def shop(pool: Pool) -> Shop:
    return await make_shop(pool)


def test_each_kind_of_job_has_one_lane() -> None:
    assert sorted(chain.from_iterable(LANES)) == sorted(JobKind)


async def test_a_batch_is_sent_and_a_file_written_while_a_long_file_comes_in(
    fresh_dsn: str, shop: Shop, tmp_path: Path, gateway: Gateway
) -> None:
    """By one worker; two imports still come one after the other."""
    storage = Storage.at((tmp_path / "files").as_uri())
    desk, counter, batches = Desk(shop, storage), Counter(shop, storage), BatchDesk(shop)
    batch_id = await batches.checked(ids(*await batches.reachable(3)))
    long = await desk.hand_in(file_of(ROWS))
    short = await desk.hand_in("Nachname\nLovelace\n")

    with sending_worker(fresh_dsn, tmp_path, SMS_URL=gateway.setting()):
        await begun(desk, long, 1)
        export_id = await counter.ask()
        assert await batches.send(batch_id) is None
        async with asyncio.timeout(WAIT_S):
            while gateway.count() < 3 or not (await counter.row(export_id))["finished_at"]:  # noqa: ASYNC110 - rows
                await asyncio.sleep(0.05)
        meanwhile = [(await desk.report(import_id)).row["status"] for import_id in (long, short)]
        reports = [await ended(desk, import_id) for import_id in (long, short)]

    assert meanwhile == ["RUNNING", "PENDING"]
    assert [report.status for report in reports] == ["SUCCEEDED COMMITTED"] * 2
    assert set(gateway.ledger()["taken"].values()) == {1}
