"""One request, held until the transaction ends, with how many of its messages are still to go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.connect import Connection
from db.payment_requests.holding import HOLD_MESSAGES, HOLD_REQUESTS
from domain.errors import PaymentRequestNotFound
from domain.ids import MerchantId, RequestId
from domain.payment_request import OPEN, PaymentRequestStatus


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """`row` is the request as it is kept; `under_way` counts the messages that may still go out."""

    row: Mapping[str, Any]
    under_way: int

    @property
    def status(self) -> PaymentRequestStatus:
        """Where it stands: EXPIRED from its very end on, also before anybody has looked for it."""
        kept = PaymentRequestStatus(self.row["status"])
        ends = self.row["expires_at"]
        over = kept in OPEN and ends is not None and ends <= datetime.now(UTC)
        return PaymentRequestStatus.EXPIRED if over else kept


async def hold_request(tx: Connection, merchant_id: MerchantId, request_id: RequestId) -> HeldRequest:
    """Return a request that nobody else changes meanwhile.

    Errors: PaymentRequestNotFound at id.
    """
    named = {"merchant": merchant_id, "requests": [request_id]}
    row = await HOLD_REQUESTS.fetch_row(tx, **named)
    if row is None:
        raise PaymentRequestNotFound(field=("id",))
    messages = await HOLD_MESSAGES.fetch(tx, **named)
    return HeldRequest(dict(row), len(messages))
