"""What a payment request is to its payer, who knows fewer states than the merchant."""

from enum import StrEnum

from domain.payment_request import OPEN, PaymentRequestStatus


class PayerState(StrEnum):
    """What the payer's page shows."""

    OPEN = "OPEN"
    PROCESSING = "PROCESSING"  # paid, says the payer; the provider's event is not in yet
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"


def payer_state(status: PaymentRequestStatus, *, is_over: bool, is_returned: bool) -> PayerState | None:
    """Return what the payer sees, or None when there is nothing to see for anybody.

    `is_over`: its time has passed, whether or not somebody has marked it EXPIRED; `is_returned`: the payer
    has come back from the provider as one who has paid.
    """
    if status in OPEN:
        if is_returned:
            return PayerState.PROCESSING
        return PayerState.EXPIRED if is_over else PayerState.OPEN
    match status:
        case PaymentRequestStatus.PAID:
            return PayerState.PAID
        case PaymentRequestStatus.EXPIRED:
            return PayerState.PROCESSING if is_returned else PayerState.EXPIRED
        case PaymentRequestStatus.CANCELED:
            return PayerState.PROCESSING if is_returned else PayerState.CANCELED
        case _:
            return None  # nobody was asked
