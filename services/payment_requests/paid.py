"""A request that is paid asks nobody any more; a part of what was asked for leaves the rest to be paid."""

from dataclasses import dataclass
from datetime import datetime

from db.connect import Connection
from db.payer.calling_off import CALL_OFF_WRONG, PAID_AT
from db.payment_requests.paying import ATTACH, IS_COVERED, KEEP_PAYMENT
from domain.errors import PaymentRequestNotFound
from domain.ids import CustomerId, MerchantId, PaymentId, RequestId
from domain.money import Money
from domain.payment import CAPTURED
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.ending import call_off
from services.payment_requests.held import hold_request
from services.payment_requests.status import move_requests
from services.payments.advance import KnownPayment


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
    """Have a payment belong to the request, whatever comes of it; the latest is shown until it is paid."""
    await ATTACH.execute(tx, merchant=merchant_id, request=asked.id, payment=payment_id)
    if asked.status is not PaymentRequestStatus.PAID:
        await KEEP_PAYMENT.execute(tx, merchant=merchant_id, request=asked.id, payment=payment_id)


async def attach_payment(
    tx: Connection,
    merchant_id: MerchantId,
    asked: AskedFor,
    known: KnownPayment,
    checkout: str | None,
    at: datetime | None = None,
    *,
    has_counted: bool = False,
) -> bool:
    """Have a payment belong to its request, and pay that once the money is here.

    `checkout` is what its provider calls the place where it was paid; `has_counted` says that its money was
    known to be the request's before. Return whether money has come that does not pay the request.
    """
    await keep_payment(tx, merchant_id, asked, known.id)
    if known.status not in CAPTURED:
        return False
    # Before what is still open is called off: this one has done its part.
    await PAID_AT.execute(tx, merchant=merchant_id, request=asked.id, provider_reference=checkout)
    return not has_counted and not await pay_request(tx, merchant_id, asked, known.id, at)


async def pay_request(
    tx: Connection,
    merchant_id: MerchantId,
    asked: AskedFor,
    payment_id: PaymentId,
    at: datetime | None = None,
) -> bool:
    """Count a payment of the request that has arrived; return whether that has paid it, also late.

    It is paid once its payments come to the sum, in its currency, without what was given back of earlier
    ones. A part leaves it open: a checkout that asks for the whole is called off, the next asks for the rest.
    """
    named = {"merchant": merchant_id, "request": asked.id}
    if not await IS_COVERED.fetch_value(tx, **named, payment=payment_id):
        await CALL_OFF_WRONG.execute(tx, **named)
        return False
    if not await move_requests(tx, merchant_id, [asked.id], PaymentRequestStatus.PAID, at):
        return False
    await call_off(tx, merchant_id, [asked.id])
    return True
