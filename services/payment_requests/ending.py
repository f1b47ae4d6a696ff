"""What has ended asks no more: nothing of it goes out any longer, and nobody pays where they were sent."""

from collections.abc import Sequence

from db.connect import Connection
from db.payer.calling_off import CALL_OFF
from db.payment_requests.holding import CANCEL_QUEUED
from domain.ids import MerchantId, RequestId


async def call_off(tx: Connection, merchant_id: MerchantId, requests: Sequence[RequestId]) -> None:
    """Call off what is queued of requests, and their checkouts, at which a worker does it with the provider.

    The requests have been moved to their end before, in this transaction, and are locked by that.
    """
    if not requests:
        return
    await CANCEL_QUEUED.execute(tx, merchant=merchant_id, requests=list(requests))
    await CALL_OFF.execute(tx, merchant=merchant_id, requests=list(requests))
