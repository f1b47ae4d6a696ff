"""What a payment can become, what can be refunded of it, and which of its texts are too long."""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import AmountNotPositive, CurrencyMismatch, Failure, RefundExceedsPayment
from domain.money import Money
from domain.storable import misfits
from domain.transitions import Transitions

METHOD_LIMIT = 50
REFERENCE_LIMIT = 200
PROVIDER_LIMIT = 50
PROVIDER_REFERENCE_LIMIT = 200
REASON_LIMIT = 1000
IDEMPOTENCY_KEY_LIMIT = 200

_LIMITS = {
    "method": METHOD_LIMIT,
    "reference": REFERENCE_LIMIT,
    "provider": PROVIDER_LIMIT,
    "provider_reference": PROVIDER_REFERENCE_LIMIT,
    "reason": REASON_LIMIT,
    "idempotency_key": IDEMPOTENCY_KEY_LIMIT,
}


class PaymentStatus(StrEnum):
    """Where a payment stands; the sum of its events."""

    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"
    CHARGED_BACK = "CHARGED_BACK"


class CustomerResolution(StrEnum):
    """How a payment came to its customer, or why it has none."""

    CREATED = "CREATED"
    MATCHED = "MATCHED"
    LINKED_BY_ID = "LINKED_BY_ID"
    AMBIGUOUS = "AMBIGUOUS"
    UNLINKED = "UNLINKED"


_S = PaymentStatus

PAYMENT_TRANSITIONS = Transitions(
    PaymentStatus,
    {
        _S.PENDING: frozenset({_S.AUTHORIZED, _S.SUCCEEDED, _S.FAILED, _S.CANCELED}),
        _S.AUTHORIZED: frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELED}),
        _S.SUCCEEDED: frozenset({_S.PARTIALLY_REFUNDED, _S.REFUNDED, _S.CHARGED_BACK}),
        _S.PARTIALLY_REFUNDED: frozenset({_S.PARTIALLY_REFUNDED, _S.REFUNDED, _S.CHARGED_BACK}),
        # Some try again under the same number, and news come in any order: money that arrives has arrived.
        _S.FAILED: frozenset({_S.SUCCEEDED}),
        _S.CANCELED: frozenset({_S.SUCCEEDED}),
        _S.REFUNDED: frozenset(),
        _S.CHARGED_BACK: frozenset(),
    },
)

# The money arrived, whatever became of it since.
CAPTURED: frozenset[PaymentStatus] = frozenset(
    {_S.SUCCEEDED, _S.PARTIALLY_REFUNDED, _S.REFUNDED, _S.CHARGED_BACK}
)

# The money is here, but for what was given back of it.
KEPT: frozenset[PaymentStatus] = frozenset({_S.SUCCEEDED, _S.PARTIALLY_REFUNDED})


def require_positive(money: Money) -> Money:
    """Return a sum that can be paid or refunded; AmountNotPositive at zero and below."""
    if money.minor <= 0:
        raise AmountNotPositive(amount=money.amount)
    return money


def refunded_status(status: PaymentStatus, paid: Money, refunded: Money, refund: Money) -> PaymentStatus:
    """Return what a payment becomes by one more refund; `refunded` is what was given back before.

    Errors: AmountNotPositive, CurrencyMismatch, TransitionNotAllowed when no money has arrived,
            RefundExceedsPayment.
    """
    require_positive(refund)
    if refund.currency != paid.currency:
        raise CurrencyMismatch(currency=refund.currency, expected=paid.currency)
    available = paid.minor - refunded.minor
    complete = refund.minor >= available
    target = PaymentStatus.REFUNDED if complete else PaymentStatus.PARTIALLY_REFUNDED
    PAYMENT_TRANSITIONS.require(status, target)
    if refund.minor > available:
        raise RefundExceedsPayment(amount=refund, available=Money(available, paid.currency))
    return target


def check_payment_texts(texts: Mapping[str, str | None]) -> list[Failure]:
    """Return what is wrong with the texts of a payment or refund, by their names as in `paymentRecord`.

    Names: method, reference, provider, provider_reference, reason, idempotency_key.
    """
    return misfits(texts, _LIMITS)
