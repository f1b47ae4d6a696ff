"""What each connection lists, in which order."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.names import fold
from domain.payment import PaymentStatus
from domain.search import search_terms
from tests.graphql.oracle.filters import customer_fits, payment_fits
from tests.graphql.oracle.pages import Order
from tests.graphql.oracle.payers import last_payment_at, paid_minor
from tests.graphql.oracle.rows import Rows

Keys = Callable[[Any], tuple[Any, ...]]

_LONG_AGO = datetime(1, 1, 1, microsecond=1, tzinfo=UTC)
_FAR_AHEAD = datetime(9999, 1, 1, tzinfo=UTC)
_STATUSES = [str(status) for status in PaymentStatus]


def customer_order(rows: Rows, arguments: dict[str, Any]) -> Order:
    """Return the order of a list of customers: as asked, else by relevance or by name."""
    query, asked = arguments.get("query"), arguments.get("sortBy")
    name, direction = "NAME" if query is None else "RELEVANCE", "ASC"
    if asked is not None:
        name, direction = str(asked["field"]), str(asked["direction"])
    # Who never paid comes last, whichever way the list is sorted.
    never = _FAR_AHEAD if direction == "ASC" else _LONG_AGO
    orders: dict[str, tuple[tuple[type, ...], Keys]] = {
        "NAME": ((str, UUID), lambda row: (row.sort_name, row.id)),
        "CREATED_AT": ((datetime, UUID), lambda row: (row.created_at, row.id)),
        "UPDATED_AT": ((datetime, UUID), lambda row: (row.updated_at, row.id)),
        "LAST_PAYMENT_AT": ((datetime, UUID), lambda row: (last_payment_at(rows, row) or never, row.id)),
        "TOTAL_PAID": ((int, UUID), lambda row: (paid_minor(rows, row, rows.caller.currency), row.id)),
        "GROUP": ((str, str, UUID), lambda row: (_group_key(rows, row), row.sort_name, row.id)),
        "RELEVANCE": ((int, str, UUID), lambda row: (_rank(row, query), row.sort_name, row.id)),
    }
    return _named("customers", name, direction, *orders[name])


def payment_order(arguments: dict[str, Any]) -> Order:
    """Return the order of a list of payments: as asked, else the latest first."""
    asked = arguments.get("sortBy") or {"field": "PAID_AT", "direction": "DESC"}
    orders: dict[str, tuple[tuple[type, ...], Keys]] = {
        "PAID_AT": ((datetime, UUID), lambda row: (row.history_at, row.id)),
        "CREATED_AT": ((datetime, UUID), lambda row: (row.created_at, row.id)),
        "AMOUNT": ((str, int, UUID), lambda row: (row.currency, row.amount_minor, row.id)),
        "STATUS": ((int, UUID), lambda row: (_STATUSES.index(row.status) + 1, row.id)),
    }
    name, direction = str(asked["field"]), str(asked["direction"])
    return _named("payments", name, direction, *orders[name])


GROUPS = Order("groups NAME asc", (str, UUID), lambda row: (row.name_key, row.id), descending=False)
EXPORTS = Order("exports CREATED_AT desc", (datetime, UUID), lambda row: (row.created_at, row.id), True)
IMPORTS = Order("imports CREATED_AT desc", (datetime, UUID), lambda row: (row.created_at, row.id), True)
REQUESTS = Order(
    "paymentRequests CREATED_AT desc", (datetime, UUID), lambda row: (row.created_at, row.id), True
)
BATCHES = Order(
    "paymentRequestBatches CREATED_AT desc", (datetime, UUID), lambda row: (row.created_at, row.id), True
)
# In the order of their ids, as preflights go through customers.
REQUESTS_OF_BATCH = Order("paymentRequestsOfBatch ID asc", (UUID,), lambda row: (row.id,), descending=False)
WEBHOOK_MESSAGES = Order(
    "webhook_messages CREATED_AT desc", (datetime, UUID), lambda row: (row.created_at, row.id), True
)
ISSUES = Order("issues ROW asc", (int, int), lambda row: (row.row, row.position), descending=False)
IMPORT_ROWS = Order("rows ROW asc", (int,), lambda row: (row.row,), descending=False)
# Ids are made in the order of time, and so they are the order.
TIMELINE = Order("timeline AT desc", (UUID,), lambda row: (row.id,), descending=True)


def listed_customers(rows: Rows, customers: list[Any], arguments: dict[str, Any]) -> list[Any]:
    """Return the customers that a search and a `where` leave."""
    query, where = arguments.get("query"), arguments.get("where")
    found = customers if query is None else [row for row in customers if is_found(row.search_text, query)]
    return [row for row in found if where is None or customer_fits(rows, row, where)]


def listed_payments(rows: Rows, payments: list[Any], arguments: dict[str, Any]) -> list[Any]:
    """Return the payments that a `where` leaves."""
    where = arguments.get("where")
    return [row for row in payments if where is None or payment_fits(rows, row, where)]


def is_found(search_text: str, query: str) -> bool:
    """Tell whether each word of a query is there; one or two letters must begin a word."""
    return all(
        any((form if len(form) > 2 else f" {form}") in search_text for form in forms)
        for forms in search_terms(query)
    )


def _named(listed: str, name: str, direction: str, types: tuple[type, ...], keys: Keys) -> Order:
    return Order(f"{listed} {name} {direction.lower()}", types, keys, descending=direction == "DESC")


def _group_key(rows: Rows, customer: Any) -> str:
    group = rows.one("customer_group", id=customer.group_id) if customer.group_id else None
    return "" if group is None else str(group.name_key)


def _rank(customer: Any, query: str | None) -> int:
    if query is None:
        return 2
    asked = fold(query)
    if customer.sort_name.startswith(asked):
        return 0
    return 1 if f" {asked}" in customer.search_text else 2
