"""Requests whose end has come expire, with what was still to go out of them."""

from collections.abc import Sequence

from db.connect import Connection, Pool, Record
from db.payment_requests.expired import EXPIRED
from db.payment_requests.holding import HOLD_MESSAGES
from db.writing import administering, writing
from domain.ids import MerchantId, RequestId
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.ending import call_off
from services.payment_requests.status import move_requests

# Of one merchant, in one transaction.
SIZE = 1_000


async def expire_requests(pool: Pool) -> int:
    """Let all requests expire whose end has come, and return how many; who has paid in time has paid."""
    count = 0
    while found := await _found(pool):
        for row in found:
            async with writing(pool, row["merchant_id"]) as tx:
                count += await _expire(tx, MerchantId(row["merchant_id"]), sorted(row["requests"]))
    return count


async def _found(pool: Pool) -> Sequence[Record]:
    async with administering(pool) as owner:
        return await EXPIRED.fetch(owner, size=SIZE)


async def _expire(tx: Connection, merchant_id: MerchantId, requests: Sequence[RequestId]) -> int:
    moved = await move_requests(tx, merchant_id, requests, PaymentRequestStatus.EXPIRED)
    ended = [request.id for request in moved]
    await HOLD_MESSAGES.execute(tx, merchant=merchant_id, requests=ended)
    await call_off(tx, merchant_id, ended)
    return len(moved)
