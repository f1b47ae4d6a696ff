"""What a payment request can become."""

from enum import StrEnum

from domain.transitions import Transitions


class PaymentRequestStatus(StrEnum):
    """Where a payment request stands."""

    DRAFT = "DRAFT"  # found by a preflight, not approved
    SCHEDULED = "SCHEDULED"
    QUEUED = "QUEUED"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    UNDELIVERED = "UNDELIVERED"
    VIEWED = "VIEWED"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"
    SKIPPED = "SKIPPED"


_S = PaymentRequestStatus
_OVER = {_S.PAID, _S.EXPIRED, _S.CANCELED}
_ON_ITS_WAY = {_S.SENT, _S.DELIVERED, _S.UNDELIVERED, _S.VIEWED}

REQUEST_TRANSITIONS = Transitions(
    PaymentRequestStatus,
    {
        _S.DRAFT: frozenset({_S.SCHEDULED, _S.QUEUED, _S.SKIPPED, _S.CANCELED}),
        _S.SCHEDULED: frozenset({_S.QUEUED, _S.SKIPPED, *_OVER}),
        # Its address may have been passed on, and be paid, before any message went out.
        _S.QUEUED: frozenset({_S.SKIPPED, *_ON_ITS_WAY, *_OVER}),
        # Reports come in any order; what is sent again is queued again.
        _S.SENT: frozenset({_S.QUEUED, _S.DELIVERED, _S.UNDELIVERED, _S.VIEWED, *_OVER}),
        _S.DELIVERED: frozenset({_S.QUEUED, _S.VIEWED, *_OVER}),
        _S.UNDELIVERED: frozenset({_S.QUEUED, _S.DELIVERED, _S.VIEWED, *_OVER}),
        _S.VIEWED: frozenset({_S.QUEUED, *_OVER}),
        _S.PAID: frozenset(),
        # Who pays late has paid.
        _S.EXPIRED: frozenset({_S.PAID}),
        _S.CANCELED: frozenset({_S.PAID}),
        _S.SKIPPED: frozenset(),
    },
)

# Not paid, and still asked for.
OPEN: frozenset[PaymentRequestStatus] = frozenset({_S.SCHEDULED, _S.QUEUED, *_ON_ITS_WAY})
