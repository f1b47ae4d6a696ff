"""Who follows at one process is told what others commit through another, and nothing that was taken back."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from db.writing import writing
from domain.ids import Kind, encode
from tests.app.serving import Serving, new_place, serving
from tests.factories import SECRET_KEY, Shop
from tests.streams.following import following
from tests.streams.jobs import make_job

CUSTOMERS = "subscription { customerChanged { externalReference version } }"
REQUESTS = "subscription { paymentRequestChanged { id status } }"
JOB = "subscription ($id: ID!) { jobProgress(id: $id) { status } }"


@dataclass(frozen=True, slots=True)
class Two:
    """Two `serve` on one database, without workers, and a merchant with an owner's key."""

    near: Serving
    far: Serving
    shop: Shop
    key: str

    async def do_far(self, mutation: str) -> Any:
        """Have a mutation done by the process at which nobody follows."""
        return await asyncio.to_thread(self._asked, f"mutation {{ {mutation} }}")

    def _asked(self, mutation: str) -> Any:
        answer = self.far.ask(mutation, self.key).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def take_back(self, sql: str, *args: Any) -> None:
        """Change something of the merchant's (`$1`), and roll that back."""
        async with writing(self.shop.pool, self.shop.caller.merchant_id) as tx:
            assert await tx.fetch(sql, self.shop.caller.merchant_id, *args)
            await tx.execute("rollback; begin")


@pytest.fixture(scope="module")
def processes(dsn: str) -> Iterator[tuple[Serving, Serving]]:
    """Both for all tests here: they take nothing that is due, since neither has a worker."""
    given = {"DATABASE_URL": dsn, "WORKER": "off", "DEMO": "off", "SECRET_KEY": SECRET_KEY}
    with new_place() as home, serving(home, **given) as near, serving(home, **given) as far:
        yield near, far


@pytest.fixture
def two(processes: tuple[Serving, Serving], shop: Shop, key: str) -> Two:
    return Two(*processes, shop, key)


async def test_customers_changed_through_another_process_are_told(two: Two) -> None:
    """A reference that is taken undoes the mutation."""
    ada = encode(Kind.CUSTOMER, await two.shop.customer("Ada", external_reference="K1"))
    update = 'customerUpdate(id: "%s", input: {externalReference: "%s"}) { userErrors { code } }'

    async with following(two.near, two.key, CUSTOMERS) as heard:
        created = await two.do_far('customerCreate(input: {externalReference: "K2"}) { customer { id } }')
        await heard.first(1)
        refused = await two.do_far(update % (created["customerCreate"]["customer"]["id"], "K1"))
        await two.take_back("update customer set version = 9 where merchant_id = $1 returning id")
        await two.do_far(update % (ada, "K3"))
        told = await heard.rest()

    assert refused["customerUpdate"]["userErrors"] == [{"code": "TAKEN"}]
    assert [event["data"]["customerChanged"] for event in told] == [
        {"externalReference": "K2", "version": 1},
        {"externalReference": "K3", "version": 2},
    ]


async def test_payment_requests_changed_through_another_process_are_told(two: Two) -> None:
    customer = await two.shop.customer(phone="+491701234567", email="ada@example.com")
    request = encode(Kind.PAYMENT_REQUEST, await two.shop.request(customer))

    async with following(two.near, two.key, REQUESTS) as heard:
        await two.take_back(
            "update payment_request set status = 'PAID' where merchant_id = $1 returning status"
        )
        await two.do_far(f'paymentRequestCancel(id: "{request}") {{ userErrors {{ code }} }}')
        told = await heard.rest()

    assert told == [{"data": {"paymentRequestChanged": {"id": request, "status": "CANCELED"}}}]


async def test_a_job_that_another_process_ends_is_told(two: Two) -> None:
    job = await make_job(two.shop)

    async with following(two.near, two.key, JOB, id=job.id) as heard:
        await two.take_back(
            "update customer_import set status = 'FAILED' where merchant_id = $1 returning status"
        )
        await two.do_far(f'customerImportCancel(id: "{job.id}") {{ userErrors {{ code }} }}')
        told = await heard.rest()

    statuses = [event["data"]["jobProgress"]["status"] for event in told]
    assert list(dict.fromkeys(statuses)) == ["WAITING_FOR_USER", "CANCELED"]
    assert statuses[-1] == "CANCELED"
