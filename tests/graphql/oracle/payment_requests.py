"""Payment requests, with their messages as they were sent."""

from types import SimpleNamespace
from typing import Any

from app.public_url import public_url
from app.settings import Settings
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.delivery_error import say_delivery_error
from domain.ids import Kind, encode
from tests.graphql.oracle.filters import request_fits
from tests.graphql.oracle.lists import REQUESTS
from tests.graphql.oracle.money import money
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows

_OPEN = {"SCHEDULED", "QUEUED", "SENT", "DELIVERED", "UNDELIVERED", "VIEWED"}
_PAGE = f"{public_url(Settings())}/p/"


def requests_page(
    rows: Rows, requests: list[Any], status: Any = None, where: Any = None, **paging: Any
) -> SimpleNamespace:
    """Return a page of requests at one of these states, as a `where` leaves them."""
    listed = [
        row
        for row in requests
        if (status is None or row.status in status) and (where is None or request_fits(rows, row, where))
    ]
    return page(REQUESTS, listed, **paging)


def open_request_count(rows: Rows, customer: Any) -> int:
    return sum(row.status in _OPEN for row in rows.all("payment_request", customer_id=customer.id))


def _deliveries(rows: Rows, request: Any) -> list[Any]:
    found = sorted(rows.all("delivery", request_id=request.id), key=lambda row: str(row.id))
    for row in found:
        row.attempts, row.message, row.issues = row.attempt, row, []
    return found


def _last_error(rows: Rows, delivery: Any) -> str | None:
    if delivery.last_error is None:
        return None
    error, status = DeliveryError(delivery.last_error), DeliveryStatus(delivery.status)
    return say_delivery_error(error, status, Channel(delivery.channel), rows.caller.language)


def _paid(rows: Rows, request: Any) -> int:
    return sum(
        payment.amount_minor - payment.refunded_minor
        for payment in rows.all("payment", request_id=request.id, currency=request.currency)
        if payment.status in {"SUCCEEDED", "PARTIALLY_REFUNDED"}
    )


def _due(rows: Rows, request: Any) -> SimpleNamespace:
    left = 0 if request.status == "PAID" else request.amount_minor - _paid(rows, request)
    return money(max(left, 0), request.currency)


DELIVERY = {"lastError": _last_error, "lastErrorCode": lambda _rows, row: row.last_error}
PAYMENT_REQUEST = {
    "id": lambda _rows, row: encode(Kind.PAYMENT_REQUEST, row.id),
    "customer": lambda rows, row: rows.one("customer", id=row.customer_id),
    "amount": lambda _rows, row: money(row.amount_minor, row.currency),
    "messages": _deliveries,
    "deliveries": _deliveries,
    "url": lambda _rows, row: _PAGE + row.token,
    "batch": lambda rows, row: row.batch_id and rows.one("payment_request_batch", id=row.batch_id),
    "amountPaid": lambda rows, row: money(_paid(rows, row), row.currency),
    "amountDue": _due,
    "payments": lambda rows, row: sorted(rows.all("payment", request_id=row.id), key=lambda one: str(one.id)),
    "payment": lambda rows, row: row.payment_id and rows.one("payment", id=row.payment_id),
}
