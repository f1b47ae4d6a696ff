"""A request that is paid asks nobody any more; what is less than was asked for leaves it open."""

from dataclasses import dataclass
from datetime import datetime

from db.connect import Connection
from db.payment_requests import paying
from domain.ids import CustomerId, MerchantId, PaymentId, RequestId
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.status import move_requests


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A request that nobody else changes until the transaction ends."""

    id: RequestId
    customer_id: CustomerId
    reference: str
    amount: Money
    status: PaymentRequestStatus


async def hold_request(tx: Connection, merchant_id: MerchantId, request_id: RequestId) -> HeldRequest | None:
    """Return the merchant's request; None for one that is not there or another merchant's."""
    row = await paying.HOLD.fetch_row(tx, merchant=merchant_id, request=request_id)
    if row is None:
        return None
    return HeldRequest(
        id=RequestId(row["id"]),
        customer_id=CustomerId(row["customer_id"]),
        reference=row["reference"],
        amount=Money(row["amount_minor"], row["currency"]),
        status=PaymentRequestStatus(row["status"]),
    )


async def keep_payment(
    tx: Connection, merchant_id: MerchantId, request: HeldRequest, payment_id: PaymentId
) -> None:
    """Show this payment with the request, the latest one until it is paid, whatever comes of it."""
    if request.status is not PaymentRequestStatus.PAID:
        await paying.KEEP_PAYMENT.execute(tx, merchant=merchant_id, request=request.id, payment=payment_id)


async def pay_request(
    tx: Connection, merchant_id: MerchantId, request: HeldRequest, paid: Money, at: datetime | None = None
) -> bool:
    """Take a request as paid, also a late one, and call off what is queued for it; return whether it is.

    Only the whole sum, or more, in the currency asked for pays it: a part is a payment, and leaves it open.
    """
    if paid.currency != request.amount.currency or paid.minor < request.amount.minor:
        return False
    if not await move_requests(tx, merchant_id, [request.id], PaymentRequestStatus.PAID, at):
        return False
    await paying.CALL_OFF_MESSAGES.execute(tx, merchant=merchant_id, request=request.id)
    return True
