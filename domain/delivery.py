"""What can become of a message on its way."""

from collections.abc import Collection
from enum import StrEnum

from domain.payment_request import PaymentRequestStatus
from domain.transitions import Transitions


class DeliveryStatus(StrEnum):
    """Where a message stands."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"  # it may have gone out, and nobody can tell; it is not repeated
    CANCELED = "CANCELED"


class DeliveryError(StrEnum):
    """Why a message did not go out, or why nobody can tell."""

    OPTED_OUT = "OPTED_OUT"
    ADDRESS_REFUSED = "ADDRESS_REFUSED"  # no such number or mailbox
    MESSAGE_REFUSED = "MESSAGE_REFUSED"  # what it says, or how it is written
    SENDER_REFUSED = "SENDER_REFUSED"  # us: a key, a sender's number, the credit
    BLOCKLISTED = "BLOCKLISTED"  # the recipient told the provider to stop
    PROVIDER_BUSY = "PROVIDER_BUSY"
    UNREACHABLE = "UNREACHABLE"
    UNCLEAR = "UNCLEAR"
    NOT_DELIVERED = "NOT_DELIVERED"  # taken by the provider, and reported as undeliverable


_S = DeliveryStatus

DELIVERY_TRANSITIONS = Transitions(
    DeliveryStatus,
    {
        # A provider that said it was busy may report all the same that it has taken the message.
        _S.QUEUED: frozenset({_S.SENDING, _S.SENT, _S.DELIVERED, _S.FAILED, _S.CANCELED}),
        # Back to QUEUED when the provider is known not to have taken it.
        _S.SENDING: frozenset({_S.QUEUED, _S.SENT, _S.DELIVERED, _S.FAILED, _S.UNKNOWN}),
        _S.SENT: frozenset({_S.DELIVERED, _S.FAILED}),
        _S.DELIVERED: frozenset(),
        _S.FAILED: frozenset({_S.DELIVERED}),
        _S.UNKNOWN: frozenset({_S.SENT, _S.DELIVERED, _S.FAILED}),
        _S.CANCELED: frozenset(),
    },
)

# Something may still come of it by itself.
_UNDER_WAY = frozenset({_S.QUEUED, _S.SENDING})


def reached_by(deliveries: Collection[DeliveryStatus]) -> PaymentRequestStatus | None:
    """Return how far its messages have brought a request, or None while nobody can say.

    The best of them counts. With one whose fate is UNKNOWN and none that is better it is UNDELIVERED:
    nothing more is sent by itself, so somebody should look.
    """
    if _S.DELIVERED in deliveries:
        return PaymentRequestStatus.DELIVERED
    if _S.SENT in deliveries:
        return PaymentRequestStatus.SENT
    if _UNDER_WAY.intersection(deliveries) or not {_S.FAILED, _S.UNKNOWN}.intersection(deliveries):
        return None
    return PaymentRequestStatus.UNDELIVERED
