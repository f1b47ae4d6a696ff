"""Somebody has looked at a request: the first time moves it to VIEWED, as far as it may."""

from db.connect import Pool
from db.writing import writing
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.link import Linked
from services.payment_requests.status import move_requests


async def mark_viewed(pool: Pool, linked: Linked) -> None:
    """Note that the page of a request was opened; when that was first is kept whatever it has become."""
    async with writing(pool, linked.merchant_id) as tx:
        await move_requests(tx, linked.merchant_id, [linked.request_id], PaymentRequestStatus.VIEWED)
