"""Batches are asked for, checked, sent and called off as the API and a worker do it."""

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.customer import Channel
from domain.ids import BatchId, CustomerId, Kind, encode
from services.jobs import Claim, claim_job_of
from services.payment_requests.batches.cancel import cancel_batch
from services.payment_requests.batches.create import create_batch
from services.payment_requests.batches.draft import BatchDraft
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.run import run_batch
from services.payment_requests.batches.send import send_batch
from tests.factories import ADDRESSES, SECRETS, Shop

MACHINERY = Machinery(ADDRESSES, SECRETS)
ALL: dict[str, Any] = {"where": {}}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a merchant asks many customers at once."""

    shop: Shop

    async def reachable(self, count: int) -> list[CustomerId]:
        """Make customers with a mobile number, each another one."""
        return [
            await self.shop.customer(f"Kunde {number}", phone=f"+4917012{number:05}")
            for number in range(count)
        ]

    async def ask(self, selector: dict[str, Any] | None = None, **options: Any) -> BatchId:
        """Ask for a batch, over 12.50 EUR by SMS unless told otherwise, and leave the rest to a worker."""
        given: dict[str, Any] = {"channels": (Channel.SMS,), "amount": (Decimal("12.50"), "EUR"), **options}
        draft = BatchDraft(selector=ALL if selector is None else selector, **given)
        return await self.shop.do(create_batch, draft, ADDRESSES)

    async def claim(self, batch_id: BatchId) -> Claim:
        claim = await claim_job_of(self.shop.pool, self.shop.caller.merchant_id, batch_id)
        assert claim is not None
        return claim

    async def work(self, batch_id: BatchId) -> None:
        """Be the worker, for one claim."""
        await run_batch(self.shop.pool, await self.claim(batch_id), MACHINERY)

    async def checked(self, selector: dict[str, Any] | None = None, **options: Any) -> BatchId:
        """Ask for a batch, and have its preflight made."""
        batch_id = await self.ask(selector, **options)
        await self.work(batch_id)
        return batch_id

    async def send(self, batch_id: BatchId, digest: str | None = None) -> Any:
        """Approve a preflight, the present one if no other is given; return what speaks against it."""
        digest = digest or (await self.preflight(batch_id))["digest"]
        return await self.shop.do(send_batch, batch_id, digest, MACHINERY)

    async def cancel(self, batch_id: BatchId) -> None:
        await self.shop.do(cancel_batch, batch_id)

    async def row(self, batch_id: BatchId) -> dict[str, Any]:
        """Return what is kept of a batch."""
        sql = "select * from payment_request_batch where merchant_id = $1 and id = $2"
        (row,) = await self.shop.fetch(sql, batch_id)
        kept = ("preflight", "failure", "tally", "selection")
        return {**row, **{name: row[name] and json.loads(row[name]) for name in kept}}

    async def preflight(self, batch_id: BatchId) -> dict[str, Any]:
        preflight: dict[str, Any] = (await self.row(batch_id))["preflight"]
        return preflight

    async def requests(self, batch_id: BatchId) -> list[dict[str, Any]]:
        """Return the requests of a batch, in the order of their customers."""
        sql = "select * from payment_request where merchant_id = $1 and batch_id = $2 order by customer_id"
        return [dict(row) for row in await self.shop.fetch(sql, batch_id)]

    async def statuses(self, batch_id: BatchId) -> Counter[str]:
        return Counter(row["status"] for row in await self.requests(batch_id))

    async def messages(self) -> list[dict[str, Any]]:
        rows = await self.shop.fetch("select * from delivery where merchant_id = $1 order by id")
        return [dict(row) for row in rows]

    async def carry(self, status: str = "SENT") -> None:
        """Have all messages taken or refused by whoever carries them."""
        await self.shop.fetch("update delivery set status = $2 where merchant_id = $1", status)
        outcome = {"FAILED": "UNDELIVERED"}.get(status, status)
        await self.shop.fetch(
            "update payment_request set status = $2 where merchant_id = $1 and status = 'QUEUED'", outcome
        )

    async def time_passes(self) -> None:
        """Let all leases run out, and all that waits be due."""
        await self.shop.fetch(
            "update job set lease_until = now() - interval '1 second', next_at = now() where merchant_id = $1"
        )


def ids(*customers: CustomerId) -> dict[str, Any]:
    """Return the selector of these customers."""
    return {"ids": [encode(Kind.CUSTOMER, customer) for customer in customers]}
