"""Requests become what they may become; whoever is too late moves nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connect import Connection
from db.payment_requests.moving import MOVE
from domain.ids import BatchId, CustomerId, MerchantId, RequestId
from domain.payment_request import REQUEST_TRANSITIONS, PaymentRequestStatus


@dataclass(frozen=True, slots=True)
class Moved:
    """A request that has become something else, and what it was."""

    id: RequestId
    customer_id: CustomerId
    batch_id: BatchId | None
    before: PaymentRequestStatus


def sources_of(target: PaymentRequestStatus) -> list[PaymentRequestStatus]:
    """Return from where `target` can be reached."""
    return [status for status in PaymentRequestStatus if REQUEST_TRANSITIONS.allows(status, target)]


async def move_requests(
    tx: Connection,
    merchant_id: MerchantId,
    requests: Iterable[RequestId],
    target: PaymentRequestStatus,
    at: datetime | None = None,
) -> Sequence[Moved]:
    """Move requests to `target`, and return those that could; all are locked until the transaction ends.

    Reports come in any order: that a request was SENT, DELIVERED or VIEWED, and when, is kept even of one
    that has become more by then. `at` is now when not given.
    """
    rows = await MOVE.fetch(
        tx,
        merchant=merchant_id,
        requests=list(requests),
        target=target.value,
        statuses=[status.value for status in sources_of(target)],
        at=at or datetime.now(UTC),
    )
    return [
        Moved(row["id"], row["customer_id"], row["batch_id"], PaymentRequestStatus(row["before"]))
        for row in rows
    ]
