"""Whom a request goes to: a customer with all that messages tell of it, and why a channel is closed."""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, bindparam, select

from db.payment_requests.parts import MERCHANT
from db.plan.readiness import blocker
from db.plan.row import Row
from db.statement import Statement
from db.tables import Customer
from domain.customer import Channel

_customer = Row.of(Customer)

# What keeps each channel closed, null for an open one: `sms_blocker` and `email_blocker`.
BLOCKERS = {channel: f"{channel.lower()}_blocker" for channel in Channel}


def recipient_columns(customer: Row) -> list[ColumnElement[Any]]:
    """Return all columns of a customer, and those of BLOCKERS."""
    closed = (blocker(customer, channel).label(name) for channel, name in BLOCKERS.items())
    return [*customer.source.c, *closed]


RECIPIENT = Statement(
    select(*recipient_columns(_customer)).where(
        _customer[Customer.merchant_id] == MERCHANT,
        _customer[Customer.id] == bindparam("customer", type_=Uuid),
    )
)
