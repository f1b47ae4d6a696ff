"""Requests come into being, one or thousands of them, each with a reference and a link of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.connect import Connection
from db.payment_requests.insert import INSERT
from db.rows import as_json
from domain.customer import Channel
from domain.ids import BatchId, CustomerId, MerchantId, RequestId, TemplateId, new_id, new_id_text
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from domain.readiness import SendBlocker
from services.payment_requests.reference import new_reference
from services.payment_requests.tokens import new_token


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request that is not there yet. `blockers`: why it does not go out on each of its channels.

    With a blocker for every channel it is SKIPPED: it is kept so that nobody wonders, and has no link.
    `customer_seen` is the state of the customer from which a batch has drafted it.
    """

    customer_id: CustomerId
    amount: Money
    channels: Sequence[Channel]
    status: PaymentRequestStatus
    expires_at: datetime | None
    blockers: Sequence[SendBlocker] = ()
    template_id: TemplateId | None = None
    batch_id: BatchId | None = None
    customer_seen: str | None = None
    reference: str = field(default_factory=new_reference)
    token: str = field(default_factory=new_token)
    id: RequestId = field(default_factory=lambda: RequestId(new_id()))


async def insert_requests(
    tx: Connection, merchant_id: MerchantId, actor: str, requests: Sequence[NewRequest]
) -> None:
    """Write requests, with their links, in one statement; the timeline tells of those that are SKIPPED.

    Not of a batch's, which may never be sent. A customer who is gone by now is a foreign-key violation.
    """
    rows = as_json([_row(request) for request in requests])
    await INSERT.execute(tx, merchant=merchant_id, actor=actor, requests=rows)


def _row(request: NewRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "customer_id": request.customer_id,
        "batch_id": request.batch_id,
        "template_id": request.template_id,
        "reference": request.reference,
        "amount_minor": request.amount.minor,
        "currency": request.amount.currency,
        "channels": request.channels,
        "status": request.status,
        "blockers": request.blockers,
        "token": request.token,
        "expires_at": request.expires_at,
        "customer_seen": request.customer_seen,
        "event_id": new_id_text(),
    }
