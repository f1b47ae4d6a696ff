"""What the demo's customers have paid in the last three years: the same payments in every demo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from app.demo.words import Sale
from domain.customer import AddressDraft, CustomerDraft
from domain.ids import CustomerId
from domain.payment import PaymentStatus
from services.payments.draft import PaymentDraft

COUNT = 900
DAYS = 3 * 365
PROVIDER = "demo-pay"
PARTIAL_REFUND = Decimal("10.00")  # less than anything costs

# Of the latest, by how many came after. Money that has not arrived has no day on which it was paid.
_NOT_PAID = {
    1: PaymentStatus.PENDING,
    4: PaymentStatus.AUTHORIZED,
    6: PaymentStatus.FAILED,
    9: PaymentStatus.CANCELED,
    13: PaymentStatus.FAILED,
    20: PaymentStatus.FAILED,
}
_CURRENCIES = {"CH": "CHF", "GB": "GBP"}  # elsewhere EUR
_METHODS = ("card", "card", "sepa_debit", "link")

Payer = tuple[CustomerId, CustomerDraft]


@dataclass(frozen=True, slots=True)
class DemoPayment:
    """A payment, and what was given back of it since, in its currency."""

    draft: PaymentDraft
    refund: Decimal | None


def demo_payments(payers: Sequence[Payer], sales: Sequence[Sale], today: date) -> Iterator[DemoPayment]:
    """Yield the payments, the oldest first, up to yesterday; some customers pay often and some never.

    Most name their customer and some are matched by reference; a few have a payer who is new, or may be
    either of two, or is unknown.
    """
    lot = Random(1817)  # noqa: S311 - the same payments every time, which no secret would be
    often = [payer for payer in payers for _ in range(lot.choice((0, 1, 1, 2, 5)))]
    for number in range(COUNT):
        payer, sale = lot.choice(often), lot.choice(sales)
        status = _NOT_PAID.get(COUNT - number, PaymentStatus.SUCCEEDED)
        paid = status is PaymentStatus.SUCCEEDED
        draft = PaymentDraft(
            **_who(number, payer, lot.choice(often)),
            amount=sale.price,
            currency=_currency(payer),
            status=status,
            method=lot.choice(_METHODS),
            reference=sale.reference,
            provider=PROVIDER,
            provider_reference=f"demo_{number:05}",
            paid_at=_moment(number, today) if paid else None,
        )
        yield DemoPayment(draft, _refund(number, sale.price) if paid else None)


def _who(number: int, payer: Payer, other: Payer) -> Mapping[str, Any]:
    """Say who pays as providers do: by an id, by what they know of the payer, or not at all."""
    customer_id, customer = payer
    if number % 40 == 3:
        return {}
    if number % 90 == 60:
        return {"payer": CustomerDraft(email=f"guest.{number}@example.org")}
    if number % 3 == 0 and customer.external_reference:
        # Often the number that the customer has here is all that a provider passes on.
        email = other[1].email if number % 75 == 0 else None
        return {"payer": CustomerDraft(external_reference=customer.external_reference, email=email)}
    return {"customer_id": customer_id}


def _currency(payer: Payer) -> str:
    address = payer[1].address
    assert isinstance(address, AddressDraft)
    return _CURRENCIES.get(str(address.country), "EUR")


def _moment(number: int, today: date) -> datetime:
    day = today - timedelta(days=1 + (COUNT - 1 - number) * DAYS // COUNT)
    return datetime.combine(day, time(8 + number % 10, number * 7 % 60), UTC)


def _refund(number: int, price: Decimal) -> Decimal | None:
    match number % 30:
        case 4:
            return price
        case 19:
            return PARTIAL_REFUND
        case _:
            return None
