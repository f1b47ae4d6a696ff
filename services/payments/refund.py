"""A payment is given back, never more than has arrived."""

from dataclasses import dataclass
from decimal import Decimal

from db.connect import Connection, Record
from db.payments.refund import LOCK, REFUND
from domain.caller import Caller
from domain.errors import (
    CurrencyMismatch,
    Failures,
    PaymentNotFound,
    RefundExceedsPayment,
    TransitionNotAllowed,
)
from domain.ids import PaymentId, new_id
from domain.money import Money
from domain.payment import PAYMENT_TRANSITIONS, PaymentStatus, check_payment_texts, refunded_status
from services.payments.draft import checked_amount


@dataclass(frozen=True, slots=True)
class Refund:
    """What was given back, and what the payment has become by it."""

    money: Money
    status: PaymentStatus


async def refund_payment(
    tx: Connection,
    caller: Caller,
    payment_id: PaymentId,
    amount: tuple[Decimal, str] | None = None,
    reason: str | None = None,
) -> Refund:
    """Give back an amount (major units, currency), or all that is left.

    Errors: PaymentNotFound and TransitionNotAllowed at id; RefundExceedsPayment at amount;
            CurrencyMismatch at amount and currency; those of checked_amount; TooLong … at reason.
    """
    given = None if amount is None else checked_amount(*amount)
    said = (reason or "").strip() or None
    if failures := check_payment_texts({"reason": said}):
        raise Failures(failures)
    row = await LOCK.fetch_row(tx, merchant=caller.merchant_id, payment=payment_id)
    if row is None:
        raise PaymentNotFound(field=("id",))
    refund = _decided(row, given)
    await REFUND.execute(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        payment=payment_id,
        payment_event=new_id(),
        timeline_event=new_id(),
        amount_minor=refund.money.minor,
        status=refund.status.value,
        reason=said,
    )
    return refund


def _decided(row: Record, given: Money | None) -> Refund:
    status = PaymentStatus(row["status"])
    paid = Money(row["amount_minor"], row["currency"])
    refunded = Money(row["refunded_minor"], row["currency"])
    try:
        money = given or _rest(status, paid, refunded)
        return Refund(money, refunded_status(status, paid, refunded, money))
    except TransitionNotAllowed as failure:
        raise failure.at("id") from None
    except CurrencyMismatch as failure:
        raise failure.at("amount", "currency") from None
    except RefundExceedsPayment as failure:
        raise failure.at("amount") from None


def _rest(status: PaymentStatus, paid: Money, refunded: Money) -> Money:
    # Asked first: of a payment that was given back already, nothing is left to ask about.
    PAYMENT_TRANSITIONS.require(status, PaymentStatus.REFUNDED)
    return Money(paid.minor - refunded.minor, paid.currency)
