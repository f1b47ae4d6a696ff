"""What a payment request can become, and how long it stays open."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import ExpiryTooEarly, ExpiryTooLate
from domain.transitions import Transitions

# How long one can pay when nobody says otherwise: a usual term of payment.
DEFAULT_TERM = timedelta(days=30)
# A link in an old message should not ask for money for ever.
LONGEST_TERM = timedelta(days=366)


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
        _S.UNDELIVERED: frozenset({_S.QUEUED, _S.SENT, _S.DELIVERED, _S.VIEWED, *_OVER}),
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

# A message of it has gone out, or was to: then it can be sent again.
RESENDABLE: frozenset[PaymentRequestStatus] = frozenset({_S.QUEUED, *_ON_ITS_WAY})

# Nobody was asked for anything, so nothing has to be accounted for.
NEVER_ASKED: frozenset[PaymentRequestStatus] = frozenset({_S.DRAFT, _S.SKIPPED})

# It asks no more; whether it ever did is told by its messages.
CALLED_OFF: frozenset[PaymentRequestStatus] = frozenset({_S.CANCELED, _S.EXPIRED})


def term_end(given: datetime | None, now: datetime) -> datetime:
    """Return when a request expires: as `given`, or after the default term.

    Errors: ExpiryTooEarly and ExpiryTooLate, at expires_at.
    """
    if given is None:
        return now + DEFAULT_TERM
    if given <= now:
        raise ExpiryTooEarly(field=("expires_at",))
    if given > now + LONGEST_TERM:
        raise ExpiryTooLate(field=("expires_at",), days=LONGEST_TERM.days)
    return given
