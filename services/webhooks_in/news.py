"""What an event says of a payment, whoever sent it and in whatever words."""

from dataclasses import dataclass
from datetime import datetime

from domain.customer import CustomerDraft
from domain.money import Money
from domain.payment import PaymentStatus


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """A payment as its provider sees it by now.

    `amount` is the whole payment, None where the event does not tell; `refunded` what has been given back in
    all, so that it counts once however often and in whatever order it is told; `taken_back` what the payer's
    bank took back, None for all that was left. `checkout` is what the provider calls the place where it was
    paid, None when that is the payment itself. `request_id` is as it was sent: it may name anything.
    """

    provider_reference: str
    status: PaymentStatus
    amount: Money | None
    refunded: Money | None = None
    taken_back: Money | None = None
    request_id: str | None = None
    checkout: str | None = None
    payer: CustomerDraft | None = None
    method: str | None = None
    reference: str | None = None
    reason: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event that is really its sender's. `news` is None when it does not concern payments."""

    id: str
    news: PaymentNews | None
