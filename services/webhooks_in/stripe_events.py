"""Stripe's events, in so far as they tell of payments: checkouts, refunds and lost disputes.

Source: Stripe, "Event types" and "Fulfill orders".
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from domain.customer import UNSET, CustomerDraft
from domain.errors import CurrencyUnknown
from domain.money import Money
from domain.payment import PaymentStatus
from domain.stripe_amounts import money_from_stripe
from services.webhooks_in.document import Document
from services.webhooks_in.news import PaymentNews

# What of a checkout's metadata names the request; `client_reference_id` does the same.
REQUEST_KEY = "request_id"
# And whose it is: an account of Stripe that several merchants share tells all their endpoints everything.
MERCHANT_KEY = "merchant_id"


def read_stripe(event: Document, merchant: str) -> PaymentNews | None:
    """Return what an event says; None when it is not about a payment, or about one to another than `mer_…`.

    Errors: Required, Invalid, CurrencyUnknown and AmountOutOfRange, each at its path.
    """
    read = _READERS.get(event.text("type"))
    if read is None:
        return None
    told = event.part("data").part("object")
    if _metadata(told, MERCHANT_KEY) not in {None, merchant}:
        return None
    return read(told, event.unix_moment("created"))


def _completed(session: Document, at: datetime) -> PaymentNews | None:
    """The payer is done; with some methods the money follows days later."""
    match session.text_or_none("payment_status"):
        case "paid":
            return _checkout(session, PaymentStatus.SUCCEEDED, at)
        case "unpaid":
            return _checkout(session, PaymentStatus.PENDING, at)
        case _:
            return None  # nothing was to be paid


def _arrived(session: Document, at: datetime) -> PaymentNews | None:
    return _checkout(session, PaymentStatus.SUCCEEDED, at)


def _failed(session: Document, at: datetime) -> PaymentNews | None:
    return _checkout(session, PaymentStatus.FAILED, at)


def _checkout(session: Document, status: PaymentStatus, at: datetime) -> PaymentNews | None:
    if session.text_or_none("mode") not in {"payment", None}:
        return None  # a subscription's payments are told of by its invoices
    return PaymentNews(
        provider_reference=session.text_or_none("payment_intent") or session.text("id"),
        status=status,
        amount=_money(session, "amount_total"),
        request_id=_request(session) or session.text_or_none("client_reference_id"),
        checkout=session.text("id"),
        payer=_payer(session.part_or_none("customer_details")),
        at=at,
    )


def _refunded(charge: Document, at: datetime) -> PaymentNews | None:
    captured = "amount" if charge.members.get("amount_captured") is None else "amount_captured"
    return PaymentNews(
        provider_reference=charge.text_or_none("payment_intent") or charge.text("id"),
        status=PaymentStatus.REFUNDED,
        amount=_money(charge, captured),
        refunded=_money(charge, "amount_refunded"),
        request_id=_request(charge),
        payer=_payer(charge.part_or_none("billing_details")),
        at=at,
    )


def _disputed(dispute: Document, at: datetime) -> PaymentNews | None:
    """The money is gone for good once a dispute is lost; until then it may come back."""
    if dispute.text_or_none("status") != "lost":
        return None
    return PaymentNews(
        provider_reference=dispute.text_or_none("payment_intent") or dispute.text("charge"),
        status=PaymentStatus.CHARGED_BACK,
        amount=None,  # it tells what was disputed, which may be a part
        taken_back=_money(dispute, "amount"),
        reason=dispute.text_or_none("reason"),
        at=at,
    )


_READERS: Mapping[str, Callable[[Document, datetime], PaymentNews | None]] = MappingProxyType(
    {
        "checkout.session.completed": _completed,
        "checkout.session.async_payment_succeeded": _arrived,
        "checkout.session.async_payment_failed": _failed,
        "charge.refunded": _refunded,
        "charge.dispute.closed": _disputed,
    }
)


def _money(of: Document, name: str) -> Money:
    amount, currency = of.whole(name), of.text("currency")
    unknown = of.within(CurrencyUnknown(field=("currency",), currency=currency))
    try:
        money = money_from_stripe(amount, currency)
    except CurrencyUnknown:
        raise unknown from None
    if money is None:
        raise unknown
    return money


def _request(of: Document) -> str | None:
    return _metadata(of, REQUEST_KEY)


def _metadata(of: Document, key: str) -> str | None:
    metadata = of.part_or_none("metadata")
    return None if metadata is None else metadata.text_or_none(key)


def _payer(details: Document | None) -> CustomerDraft | None:
    if details is None:
        return None
    # One text for a whole name: which of its words is which, nobody can tell.
    return CustomerDraft(
        last_name=details.text_or_none("name") or UNSET,
        email=details.text_or_none("email") or UNSET,
        phone=details.text_or_none("phone") or UNSET,
    )
