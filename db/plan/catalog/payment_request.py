"""Payment requests, with the messages by which they ask."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, literal_column, null, select

from db.plan.build import Build, Node, conditions_of
from db.plan.catalog.rendered_message import kept_message
from db.plan.json import JsonObject, text_literal
from db.plan.money import MoneyColumns
from db.plan.nodes import code, global_id, leaf, part, to_many, to_one
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, Delivery, Payment, PaymentRequest, PaymentRequestBatch
from domain.caller import Caller
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.delivery_error import say_delivery_error
from domain.ids import Kind
from domain.pay_page import PayPage
from domain.payment import KEPT
from domain.payment_request import OPEN, PaymentRequestStatus

_NOTHING = literal_column("0", BigInteger())


def _of_deliveries(type_name: str, source_of: Any) -> Node:
    """Something of each message, in the order in which they were written."""
    return to_many(
        type_name,
        Delivery,
        lambda _build, request, delivery, _field: [
            delivery[Delivery.request_id] == request[PaymentRequest.id]
        ],
        lambda delivery: [delivery[Delivery.id]],
        source_of=source_of,
    )


def _url(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    return build.compute(row[PaymentRequest.token], _page)


def _page(token: Any, _caller: Caller) -> PayPage:
    return PayPage(token)


def _last_error(build: Build, delivery: Row, _field: Field) -> ColumnElement[Any]:
    names = ("last_error", "status", "channel")
    facts = JsonObject((name, delivery[getattr(Delivery, name)]) for name in names)
    there = delivery[Delivery.last_error].is_not(None)
    return build.compute(case((there, facts), else_=null()), _error_sentence)


def _error_sentence(facts: Any, caller: Caller) -> str | None:
    if facts is None:
        return None
    error, status = DeliveryError(facts["last_error"]), DeliveryStatus(facts["status"])
    return say_delivery_error(error, status, Channel(facts["channel"]), caller.language)


def _paid(build: Build, request: Row) -> MoneyColumns:
    """Return what is here of a request's payments; each sum is one look at an index of few rows."""
    payment = Row.of(Payment)
    conditions = conditions_of(
        build,
        payment,
        Payment.merchant_id,
        [
            payment[Payment.request_id] == request[PaymentRequest.id],
            payment[Payment.currency] == request[PaymentRequest.currency],
            payment[Payment.status].in_([text_literal(status) for status in sorted(KEPT)]),
        ],
    )
    left = func.sum(payment[Payment.amount_minor] - payment[Payment.refunded_minor])
    added = select(cast(func.coalesce(left, _NOTHING), BigInteger))
    with build.inside(request):
        minor = build.subquery(added.select_from(payment.source).where(*conditions))
    return MoneyColumns(minor, request[PaymentRequest.currency])


def _due(build: Build, request: Row) -> MoneyColumns:
    paid = _paid(build, request)
    left = func.greatest(request[PaymentRequest.amount_minor] - paid.minor, _NOTHING, type_=BigInteger)
    is_paid = request[PaymentRequest.status] == text_literal(PaymentRequestStatus.PAID)
    return MoneyColumns(case((is_paid, _NOTHING), else_=left), paid.currency)


PAYMENT_REQUEST: dict[str, Node] = {
    "id": global_id(Kind.PAYMENT_REQUEST, PaymentRequest.id),
    "reference": leaf(PaymentRequest.reference),
    "customer": to_one(
        "Customer",
        Customer,
        lambda request, customer: customer[Customer.id] == request[PaymentRequest.customer_id],
    ),
    "amount": part(
        "Money", lambda row: MoneyColumns(row[PaymentRequest.amount_minor], row[PaymentRequest.currency])
    ),
    "amountPaid": lambda build, request, field: build.object("Money", _paid(build, request), field),
    "amountDue": lambda build, request, field: build.object("Money", _due(build, request), field),
    "channels": leaf(PaymentRequest.channels),
    "status": code(PaymentRequest.status),
    "blockers": leaf(PaymentRequest.blockers),
    "messages": _of_deliveries("RenderedMessage", kept_message),
    "deliveries": _of_deliveries("Delivery", lambda delivery: delivery),
    "url": _url,
    "createdAt": leaf(PaymentRequest.created_at),
    "expiresAt": leaf(PaymentRequest.expires_at),
    "sentAt": leaf(PaymentRequest.sent_at),
    "deliveredAt": leaf(PaymentRequest.delivered_at),
    "viewedAt": leaf(PaymentRequest.viewed_at),
    "paidAt": leaf(PaymentRequest.paid_at),
    "canceledAt": leaf(PaymentRequest.canceled_at),
    "batch": to_one(
        "PaymentRequestBatch",
        PaymentRequestBatch,
        lambda request, batch: batch[PaymentRequestBatch.id] == request[PaymentRequest.batch_id],
    ),
    "payment": to_one(
        "Payment", Payment, lambda request, payment: payment[Payment.id] == request[PaymentRequest.payment_id]
    ),
    "payments": to_many(
        "Payment",
        Payment,
        lambda _build, request, payment, _field: [payment[Payment.request_id] == request[PaymentRequest.id]],
        lambda payment: [payment[Payment.id]],
    ),
}

DELIVERY: dict[str, Node] = {
    "channel": code(Delivery.channel),
    "address": leaf(Delivery.address),
    "status": code(Delivery.status),
    "attempts": leaf(Delivery.attempt),
    "lastError": _last_error,
    "lastErrorCode": leaf(Delivery.last_error),
    "createdAt": leaf(Delivery.created_at),
    "at": leaf(Delivery.at),
    "providerMessageId": leaf(Delivery.provider_message_id),
    "message": part("RenderedMessage", kept_message),
}


def open_request_count(build: Build, customer: Row) -> ColumnElement[Any]:
    """Return how many requests a customer has not paid yet and is still asked for."""
    request = Row.of(PaymentRequest)
    is_open = request[PaymentRequest.status].in_([text_literal(status) for status in sorted(OPEN)])
    conditions = conditions_of(
        build,
        request,
        PaymentRequest.merchant_id,
        [request[PaymentRequest.customer_id] == customer[Customer.id], is_open],
    )
    return build.subquery(select(func.count()).select_from(request.source).where(*conditions))
