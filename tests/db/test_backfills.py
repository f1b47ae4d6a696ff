"""What a migration fills in is what stood there before in another place."""

import asyncpg
import pytest

from db.connect import Connection, connect_pool
from db.migrate import upgrade
from domain.caller import Caller
from domain.ids import PaymentId, RequestId
from services.payment_requests.paid import find_asked_for, keep_payment
from tests.factories import make_shop


@pytest.fixture
async def owner(fresh_dsn: str) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(fresh_dsn)


async def test_the_payment_of_a_request_names_it(
    fresh_dsn: str, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Given a request that names its payment, when 0012 is run, then the payment names the request."""
    pool = await connect_pool(fresh_dsn, size=2)
    shop = await make_shop(pool)
    request, payment = await shop.request(await shop.customer(email="ada@example.org")), await shop.payment()
    alone = await shop.payment()
    await shop.do(_keep, request, payment)
    await owner.execute("update payment set request_id = null")

    await owner.execute("delete from alembic_version")
    await upgrade(fresh_dsn)

    named = await owner.fetch("select id, request_id from payment order by id")
    assert [tuple(row) for row in named] == [(payment, request), (alone, None)]
    await owner.close()
    await pool.close()


async def _keep(tx: Connection, caller: Caller, request: RequestId, payment: PaymentId) -> None:
    asked = await find_asked_for(tx, caller.merchant_id, request)
    assert asked is not None
    await keep_payment(tx, caller.merchant_id, asked, payment)
