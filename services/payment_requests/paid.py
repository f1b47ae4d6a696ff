"""A request that is paid asks nobody any more; what is less than was asked for leaves it open."""

from dataclasses import dataclass
from datetime import datetime

from db.connect import Connection
from db.payment_requests.paying import KEEP_PAYMENT
from domain.errors import PaymentRequestNotFound
from domain.ids import CustomerId, MerchantId, PaymentId, RequestId
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.ending import call_off
from services.payment_requests.held import hold_request
from services.payment_requests.status import move_requests


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a request asks for; nobody else changes it until the transaction ends."""

    id: RequestId
    customer_id: CustomerId
    reference: str
    amount: Money
    status: PaymentRequestStatus


async def find_asked_for(tx: Connection, merchant_id: MerchantId, request_id: RequestId) -> AskedFor | None:
    """Return what the merchant's request asks for; None for one that is not there, or another merchant's."""
    try:
        row = (await hold_request(tx, merchant_id, request_id)).row
    except PaymentRequestNotFound:
        return None
    return AskedFor(
        id=RequestId(row["id"]),
        customer_id=CustomerId(row["customer_id"]),
        reference=row["reference"],
        amount=Money(row["amount_minor"], row["currency"]),
        status=PaymentRequestStatus(row["status"]),
    )


async def keep_payment(
    tx: Connection, merchant_id: MerchantId, asked: AskedFor, payment_id: PaymentId
) -> None:
    """Show this payment with the request, the latest one until it is paid, whatever comes of it."""
    if asked.status is not PaymentRequestStatus.PAID:
        await KEEP_PAYMENT.execute(tx, merchant=merchant_id, request=asked.id, payment=payment_id)


async def pay_request(
    tx: Connection, merchant_id: MerchantId, asked: AskedFor, paid: Money, at: datetime | None = None
) -> bool:
    """Take a request as paid, also a late one, and call off what is queued for it; return whether it is.

    Only the whole sum, or more, in the currency asked for pays it: a part is a payment, and leaves it open.
    """
    if paid.currency != asked.amount.currency or paid.minor < asked.amount.minor:
        return False
    if not await move_requests(tx, merchant_id, [asked.id], PaymentRequestStatus.PAID, at):
        return False
    await call_off(tx, merchant_id, [asked.id])
    return True
