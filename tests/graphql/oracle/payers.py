"""What follows for a customer from its payments and contacts, added up one by one."""

from datetime import datetime
from typing import Any

from tests.graphql.oracle.rows import Rows

_CAPTURED = {"SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED", "CHARGED_BACK"}
_TEXTABLE = {"MOBILE", "FIXED_LINE_OR_MOBILE"}


def captured(rows: Rows, customer: Any) -> list[Any]:
    """Return the payments of a customer whose money arrived."""
    return [
        payment for payment in rows.all("payment", customer_id=customer.id) if payment.status in _CAPTURED
    ]


def payment_count(rows: Rows, customer: Any) -> int:
    return len(captured(rows, customer))


def last_payment_at(rows: Rows, customer: Any) -> datetime | None:
    return max((payment.history_at for payment in captured(rows, customer)), default=None)


def paid_minor(rows: Rows, customer: Any, currency: str) -> int:
    """Return what a customer has paid in a currency and not got back, in minor units."""
    return sum(
        payment.amount_minor - payment.refunded_minor
        for payment in captured(rows, customer)
        if payment.currency == currency
    )


def blockers(customer: Any, channel: str) -> list[str]:
    """Return why a message would not arrive: at most one reason a channel."""
    block = getattr(customer, f"{channel.lower()}_block")
    if block is not None:
        return [block]
    if channel == "EMAIL":
        if customer.email is None:
            return ["EMAIL_MISSING"]
        return ["EMAIL_INVALID"] if customer.email_normal is None else []
    if customer.phone_raw is None:
        return ["PHONE_MISSING"]
    if customer.phone_e164 is None:
        return ["PHONE_INVALID"]
    return [] if customer.phone_type in _TEXTABLE else ["PHONE_NOT_MOBILE"]
