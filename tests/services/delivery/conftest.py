"""A gateway in a process of its own, and a database whose messages nobody else sends."""

from collections.abc import AsyncIterator, Iterator

import pytest

from db.connect import Pool, connect_pool
from tests.factories import make_shop
from tests.gateways.gateway import Gateway, gateway_process
from tests.services.delivery.post_office import PostOffice
from tests.services.delivery.sending import Outbox


@pytest.fixture(scope="session")
def running_gateway() -> Iterator[Gateway]:
    """The gateway of this run."""
    with gateway_process() as gateway:
        yield gateway


@pytest.fixture
def gateway(running_gateway: Gateway) -> Gateway:
    """A gateway that has taken nothing yet and does not fail."""
    running_gateway.forget()
    return running_gateway


@pytest.fixture(scope="session")
async def outbox_pool(outbox_dsn: str) -> AsyncIterator[Pool]:
    """Connections as a worker holds them."""
    pool = await connect_pool(outbox_dsn, size=8)
    yield pool
    await pool.close()


@pytest.fixture
async def office(outbox_pool: Pool) -> PostOffice:
    """A post office with one merchant and nothing to send."""
    office = PostOffice(outbox_pool, Outbox(await make_shop(outbox_pool)))
    await office.run_sql("delete from delivery")
    await office.run_sql("delete from sender_pace")
    return office
