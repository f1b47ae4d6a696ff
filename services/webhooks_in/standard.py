"""Events in our own words: `payment.…`, with the payment as it stands (docs/guides/webhooks.md)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.customer import UNSET, CustomerDraft
from domain.errors import AmountInvalid, CurrencyUnknown
from domain.money import Money, money_of
from domain.payment import PaymentStatus, require_positive
from services.webhooks_in.document import Document
from services.webhooks_in.news import PaymentNews

STATUSES: Mapping[str, PaymentStatus] = MappingProxyType(
    {
        f"payment.{status.lower()}": status
        for status in PaymentStatus
        if status is not PaymentStatus.PARTIALLY_REFUNDED  # that is how much, and not what happened
    }
)
_PAYER = ("external_reference", "first_name", "last_name", "company_name", "email", "phone", "locale")


def read_standard(event: Document) -> PaymentNews | None:
    """Return what an event says; None when it is not about payments.

    Errors: Required, Invalid, CurrencyUnknown and the kinds of AmountInvalid, each at its path.
    """
    status = STATUSES.get(event.text("type"))
    if status is None:
        return None
    data = event.part("data")
    amount = _money(data.part("amount"))
    return PaymentNews(
        provider_reference=data.text("provider_reference"),
        status=status,
        amount=amount,
        refunded=_refunded(data, status, amount),
        request_id=data.text_or_none("request_id"),
        payer=_payer(data.part_or_none("payer")),
        method=data.text_or_none("method"),
        reference=data.text_or_none("reference"),
        reason=data.text_or_none("reason"),
        at=event.moment_or_none("timestamp"),
    )


def _refunded(data: Document, status: PaymentStatus, amount: Money) -> Money | None:
    if status is not PaymentStatus.REFUNDED:
        return None
    refunded = data.part_or_none("refunded")
    return amount if refunded is None else _money(refunded)


def _money(sum: Document) -> Money:
    number, currency = sum.number("amount"), sum.text("currency")
    try:
        return require_positive(money_of(number, currency))
    except AmountInvalid as failure:
        raise sum.within(failure.at("amount")) from None
    except CurrencyUnknown as failure:
        raise sum.within(failure.at("currency")) from None


def _payer(payer: Document | None) -> CustomerDraft | None:
    if payer is None:
        return None
    texts: dict[str, Any] = {name: payer.text_or_none(name) or UNSET for name in _PAYER}
    return CustomerDraft(**texts)
