"""A payment that is known becomes what its provider tells, unless it is more than that already."""

from dataclasses import dataclass
from datetime import datetime

from db.connect import Connection, Record
from db.payments import advance
from domain.caller import Caller
from domain.errors import Failures
from domain.ids import PaymentId, RequestId, new_id
from domain.money import Money
from domain.payment import CAPTURED, PAYMENT_TRANSITIONS, PaymentStatus, check_payment_texts


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """A payment as it stands, held until the transaction ends."""

    id: PaymentId
    amount: Money
    refunded: Money
    status: PaymentStatus
    request_id: RequestId | None


async def find_request_of(
    tx: Connection, caller: Caller, provider: str, provider_reference: str
) -> RequestId | None:
    """Return the request that a payment belongs to, for good; None for one without, and where none is."""
    found: RequestId | None = await advance.REQUEST_OF.fetch_value(
        tx, merchant=caller.merchant_id, provider=provider, provider_reference=provider_reference
    )
    return found


async def find_payment(
    tx: Connection, caller: Caller, provider: str, provider_reference: str
) -> KnownPayment | None:
    """Return the payment that has this reference of its provider, and hold it."""
    row = await advance.FIND.fetch_row(
        tx, merchant=caller.merchant_id, provider=provider, provider_reference=provider_reference
    )
    return None if row is None else _known(row)


async def hold_payment(tx: Connection, caller: Caller, payment_id: PaymentId) -> KnownPayment:
    """Return a payment that is there, and hold it."""
    row = await advance.HOLD.fetch_row(tx, merchant=caller.merchant_id, payment=payment_id)
    assert row is not None
    return _known(row)


def _known(row: Record) -> KnownPayment:
    return KnownPayment(
        id=PaymentId(row["id"]),
        amount=Money(row["amount_minor"], row["currency"]),
        refunded=Money(row["refunded_minor"], row["currency"]),
        status=PaymentStatus(row["status"]),
        request_id=row["request_id"],
    )


async def advance_payment(
    tx: Connection,
    caller: Caller,
    known: KnownPayment,
    target: PaymentStatus,
    at: datetime | None = None,
    reason: str | None = None,
) -> PaymentStatus:
    """Move a payment to `target` if it can become that, and return what it is then.

    News come in any order: what it has left behind already changes nothing. Refunds are `refund_payment`'s.
    Errors: TooLong … at reason.
    """
    if failures := check_payment_texts({"reason": reason}):
        raise Failures(failures)
    if not PAYMENT_TRANSITIONS.allows(known.status, target):
        return known.status
    await advance.ADVANCE.execute(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        payment=known.id,
        payment_event=new_id(),
        timeline_event=new_id(),
        status=target.value,
        arrives=target in CAPTURED and known.status not in CAPTURED,
        is_lost=target is PaymentStatus.CHARGED_BACK,
        at=at,
        reason=reason,
    )
    return target
