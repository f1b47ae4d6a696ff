"""A payment that a merchant has seen come in is recorded for the request that it pays."""

from dataclasses import replace

from db.connect import Connection
from domain.caller import Caller
from domain.errors import Conflict, PaymentRequestNotFound, TransitionNotAllowed
from domain.ids import RequestId
from domain.payment_request import NEVER_ASKED, PaymentRequestStatus
from services.mutating import Once
from services.payment_requests.paid import AskedFor, attach_payment, find_asked_for
from services.payments.advance import hold_payment
from services.payments.draft import PaymentDraft, checked_payment
from services.payments.record import record_payment
from services.payments.recorded import RecordedPayment


async def record_request_payment(
    tx: Connection, caller: Caller, draft: PaymentDraft, request_id: RequestId, once: Once | None = None
) -> RecordedPayment:
    """Record a payment and have it pay a request, once its money is here.

    Whoever pays a request pays for its customer, so that no payer is looked for; a customer_id that is given
    counts. A payment that was recorded before without a request is this one's from now on.
    Errors: those of record_payment. At payment_request_id PaymentRequestNotFound; TransitionNotAllowed when
            nobody was asked by it; Conflict when that payment is another request's.
    """
    checked_payment(draft)
    # Before the payment, as by everybody who locks both.
    asked = await _asked(tx, caller, request_id)
    recorded = await record_payment(tx, caller, _of(draft, asked), once)
    known = await hold_payment(tx, caller, recorded.payment_id)
    if known.request_id not in {None, asked.id}:
        raise Conflict(field=("payment_request_id",))
    if known.request_id is None:
        checkout = draft.texts["provider_reference"]
        await attach_payment(tx, caller.merchant_id, asked, known, checkout, draft.paid_at)
    return recorded


async def _asked(tx: Connection, caller: Caller, request_id: RequestId) -> AskedFor:
    asked = await find_asked_for(tx, caller.merchant_id, request_id)
    if asked is None:
        raise PaymentRequestNotFound(field=("payment_request_id",))
    if asked.status in NEVER_ASKED:
        raise TransitionNotAllowed(
            field=("payment_request_id",), state=asked.status, target=PaymentRequestStatus.PAID
        )
    return asked


def _of(draft: PaymentDraft, asked: AskedFor) -> PaymentDraft:
    return replace(
        draft,
        customer_id=draft.customer_id or asked.customer_id,
        payer=None,
        reference=draft.texts["reference"] or asked.reference,
    )
