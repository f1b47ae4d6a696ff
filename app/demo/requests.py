"""What the demo's customers are asked for: requests in every state that one may want to see.

Their numbers and addresses are made up, and may be somebody's: each message is settled in the transaction
that writes it, so that none of them ever goes out, whatever messengers there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from app.demo.payments import Payer
from db.connect import Connection
from db.payment_requests.holding import HOLD_MESSAGES
from domain.caller import Caller
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.ids import CustomerId, DeliveryId, PaymentId, RequestId
from domain.payment_request import PaymentRequestStatus
from services.addresses import Addresses
from services.delivery.report import take_report
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.cancel import cancel_request
from services.payment_requests.create import create_request
from services.payment_requests.draft import RequestDraft
from services.payment_requests.paid import find_asked_for, keep_payment, pay_request
from services.payment_requests.status import move_requests
from services.payments.draft import PaymentDraft

# One customer after the other gets the next of these.
_BECOMES = (
    PaymentRequestStatus.DELIVERED,
    PaymentRequestStatus.VIEWED,
    PaymentRequestStatus.UNDELIVERED,
    PaymentRequestStatus.CANCELED,
)
OPEN_REQUESTS = 24
PAID_REQUESTS = 12


@dataclass(frozen=True, slots=True)
class Outside:
    """Where messages lead, and what their recipients are remembered by."""

    addresses: Addresses
    secrets: KeyedSecrets


async def add_requests(
    tx: Connection,
    caller: Caller,
    outside: Outside,
    payers: Sequence[Payer],
    paid: Sequence[tuple[PaymentId, PaymentDraft]],
) -> None:
    """Ask some customers for money, some of whom nobody reaches, and some of whom have paid."""
    for number, (customer_id, _) in enumerate(islice(payers, 0, None, len(payers) // OPEN_REQUESTS)):
        request = await _ask(tx, caller, outside, _draft(customer_id, Decimal(20 + number * 5), "EUR"))
        await _settle(tx, caller, request, _BECOMES[number % len(_BECOMES)])
    for payment_id, payment in islice(_of_customers(paid), PAID_REQUESTS):
        assert payment.customer_id is not None
        draft = _draft(payment.customer_id, payment.amount, payment.currency, payment.reference)
        request = await _ask(tx, caller, outside, draft)
        await _settle(tx, caller, request, PaymentRequestStatus.DELIVERED)
        await _pay(tx, caller, request, payment_id)


def _of_customers(
    paid: Sequence[tuple[PaymentId, PaymentDraft]],
) -> Iterator[tuple[PaymentId, PaymentDraft]]:
    """Yield the payments whose customer is known, the latest first."""
    return (one for one in reversed(paid) if one[1].customer_id is not None)


def _draft(
    customer_id: CustomerId, amount: Decimal, currency: str, reference: str | None = None
) -> RequestDraft:
    return RequestDraft(customer_id, amount, currency, tuple(Channel), reference)


async def _ask(tx: Connection, caller: Caller, outside: Outside, draft: RequestDraft) -> RequestId:
    return await create_request(tx, caller, draft, outside.addresses, outside.secrets)


async def _settle(tx: Connection, caller: Caller, request: RequestId, becomes: PaymentRequestStatus) -> None:
    messages = await HOLD_MESSAGES.fetch(tx, merchant=caller.merchant_id, requests=[request])
    if not messages:
        return  # skipped: nobody was asked
    if becomes is PaymentRequestStatus.CANCELED:
        await cancel_request(tx, caller, request)
        return
    arrived = becomes is not PaymentRequestStatus.UNDELIVERED
    for message in messages:
        await take_report(
            tx,
            caller.merchant_id,
            DeliveryId(message["id"]),
            DeliveryStatus.DELIVERED if arrived else DeliveryStatus.FAILED,
            error=None if arrived else DeliveryError.NOT_DELIVERED,
        )
    if becomes is PaymentRequestStatus.VIEWED:
        await move_requests(tx, caller.merchant_id, [request], becomes)


async def _pay(tx: Connection, caller: Caller, request: RequestId, payment_id: PaymentId) -> None:
    asked = await find_asked_for(tx, caller.merchant_id, request)
    assert asked is not None
    if asked.status is not PaymentRequestStatus.SKIPPED:
        await keep_payment(tx, caller.merchant_id, asked, payment_id)
        await pay_request(tx, caller.merchant_id, asked, payment_id)
