"""Payments and what happened to them."""

from sqlalchemy import select

from db.plan.build import Build, Node, conditions_of
from db.plan.money import MoneyColumns
from db.plan.nodes import code, global_id, leaf, null_when_empty, part, to_many, to_one
from db.plan.row import Row
from db.tables import Customer, Payment, PaymentEvent, PaymentRequest
from domain.ids import Kind

PAYMENT: dict[str, Node] = {
    "id": global_id(Kind.PAYMENT, Payment.id),
    "customer": to_one(
        "Customer", Customer, lambda payment, customer: customer[Customer.id] == payment[Payment.customer_id]
    ),
    "amount": part("Money", lambda row: MoneyColumns(row[Payment.amount_minor], row[Payment.currency])),
    "refunded": part("Money", lambda row: MoneyColumns(row[Payment.refunded_minor], row[Payment.currency])),
    "status": code(Payment.status),
    "method": leaf(Payment.method),
    "reference": leaf(Payment.reference),
    "provider": null_when_empty(Payment.provider),
    "providerReference": leaf(Payment.provider_reference),
    "paymentRequest": to_one(
        "PaymentRequest",
        PaymentRequest,
        lambda payment, request: request[PaymentRequest.id] == payment[Payment.request_id],
    ),
    "paidAt": leaf(Payment.paid_at),
    "createdAt": leaf(Payment.created_at),
    "customerResolution": code(Payment.customer_resolution),
    "events": to_many(
        "PaymentEvent",
        PaymentEvent,
        lambda _build, payment, event, _field: [event[PaymentEvent.payment_id] == payment[Payment.id]],
        lambda event: [event[PaymentEvent.id]],
    ),
}


def _event_amount(build: Build, event: Row) -> MoneyColumns:
    """An event's amount is in the currency of its payment."""
    payment = Row.of(Payment)
    conditions = conditions_of(
        build, payment, Payment.merchant_id, [payment[Payment.id] == event[PaymentEvent.payment_id]]
    )
    with build.inside(event):
        currency = build.subquery(
            select(payment[Payment.currency]).select_from(payment.source).where(*conditions)
        )
    return MoneyColumns(event[PaymentEvent.amount_minor], currency)


PAYMENT_EVENT: dict[str, Node] = {
    "type": code(PaymentEvent.type),
    "amount": lambda build, event, field: build.object("Money", _event_amount(build, event), field),
    "at": leaf(PaymentEvent.at),
    "message": leaf(PaymentEvent.message),
}
