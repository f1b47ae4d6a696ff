"""Customers, their groups, and what is counted over many of them."""

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from domain.ids import Kind, encode
from domain.phone import international, national
from tests.graphql.oracle.consent import contact_preferences
from tests.graphql.oracle.lists import (
    GROUPS,
    TIMELINE,
    customer_order,
    listed_customers,
    listed_payments,
    payment_order,
)
from tests.graphql.oracle.money import sums
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.payers import blockers, captured, last_payment_at, payment_count
from tests.graphql.oracle.payment_requests import open_request_count, requests_page
from tests.graphql.oracle.rows import Rows

_ADDRESS = ("line1", "line2", "postal_code", "city", "region", "country")
_FILTERS = ("query", "where", "sortBy")


def customers_page(rows: Rows, customers: list[Any], arguments: dict[str, Any]) -> SimpleNamespace:
    """Return a page of customers; `arguments` are those of the connection."""
    listed = listed_customers(rows, customers, arguments)
    return page(customer_order(rows, arguments), listed, **_paging(arguments))


def payments_page(rows: Rows, payments: list[Any], arguments: dict[str, Any]) -> SimpleNamespace:
    """Return a page of payments; `arguments` are those of the connection."""
    return page(payment_order(arguments), listed_payments(rows, payments, arguments), **_paging(arguments))


def groups_page(rows: Rows, groups: list[Any], arguments: dict[str, Any]) -> SimpleNamespace:
    """Return a page of groups."""
    return page(GROUPS, groups, **_paging(arguments))


def _paging(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name not in _FILTERS}


def tallied(reasons: Iterable[Any]) -> list[tuple[Any, int]]:
    """Return what occurs and how often, the most frequent first."""
    return sorted(Counter(reasons).items(), key=lambda entry: (-entry[1], entry[0]))


def blocker_counts(customers: list[Any]) -> list[SimpleNamespace]:
    """Return how many customers each reason concerns."""
    reasons = [
        reason for row in customers for channel in ("SMS", "EMAIL") for reason in blockers(row, channel)
    ]
    return [SimpleNamespace(blocker=reason, count=count) for reason, count in tallied(reasons)]


def _facets(rows: Rows, connection: Any) -> SimpleNamespace:
    groups = [row.group_id for row in connection.listed if row.group_id is not None]
    return SimpleNamespace(
        ungrouped=len(connection.listed) - len(groups),
        by_group=[
            SimpleNamespace(group=rows.one("customer_group", id=group_id), count=count)
            for group_id, count in tallied(groups)
        ],
        blocked=blocker_counts(connection.listed),
    )


def _phone(_rows: Rows, customer: Any) -> SimpleNamespace | None:
    if customer.phone_raw is None:
        return None
    e164 = customer.phone_e164
    return SimpleNamespace(
        raw=customer.phone_raw,
        e164=e164,
        national=e164 and national(e164),
        international=e164 and international(e164),
        region=customer.phone_region,
        type=customer.phone_type or "UNKNOWN",
        valid=e164 is not None,
    )


def _address(_rows: Rows, customer: Any) -> SimpleNamespace | None:
    parts = {part: getattr(customer, f"address_{part}") for part in _ADDRESS}
    return SimpleNamespace(**parts) if any(part is not None for part in parts.values()) else None


def _readiness(_rows: Rows, customer: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            channel.lower(): SimpleNamespace(
                ready=not blockers(customer, channel), blockers=blockers(customer, channel)
            )
            for channel in ("SMS", "EMAIL")
        }
    )


def _stats(rows: Rows, customer: Any) -> SimpleNamespace:
    return SimpleNamespace(
        payment_count=payment_count(rows, customer),
        total_paid=sums(
            (payment.amount_minor - payment.refunded_minor, payment.currency)
            for payment in captured(rows, customer)
        ),
        last_payment_at=last_payment_at(rows, customer),
        open_request_count=open_request_count(rows, customer),
    )


def definitions(rows: Rows) -> list[Any]:
    """Return the extra fields of the merchant, in their order."""
    return sorted(rows.all("custom_field_definition"), key=lambda row: (row.position, row.id))


def _custom_fields(rows: Rows, customer: Any, keys: list[str] | None = None) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(definition=row, value=customer.custom_fields.get(str(row.id)))
        for row in definitions(rows)
        if keys is None or row.key in keys
    ]


def _custom_field(rows: Rows, customer: Any, key: str) -> SimpleNamespace | None:
    return next(iter(_custom_fields(rows, customer, [key])), None)


def _timeline(rows: Rows, customer: Any, types: Any = None, **paging: Any) -> SimpleNamespace:
    events = rows.all("timeline_event", customer_id=customer.id)
    return page(TIMELINE, [row for row in events if types is None or row.type in types], **paging)


def _members(rows: Rows, group: Any) -> list[Any]:
    return rows.all("customer", group_id=group.id)


def _group_readiness(rows: Rows, group: Any) -> SimpleNamespace:
    members = _members(rows, group)
    return SimpleNamespace(
        sms_ready=sum(not blockers(row, "SMS") for row in members),
        email_ready=sum(not blockers(row, "EMAIL") for row in members),
        blocked=blocker_counts(members),
    )


CUSTOMER = {
    "id": lambda _rows, row: encode(Kind.CUSTOMER, row.id),
    "phone": _phone,
    "additionalContacts": lambda rows, row: sorted(
        rows.all("contact_point", customer_id=row.id), key=lambda point: int(point.position)
    ),
    "address": _address,
    "group": lambda rows, row: row.group_id and rows.one("customer_group", id=row.group_id),
    "customFields": _custom_fields,
    "customField": _custom_field,
    "contactPreferences": contact_preferences,
    "readiness": _readiness,
    "payments": lambda rows, row, **arguments: payments_page(
        rows, rows.all("payment", customer_id=row.id), arguments
    ),
    "paymentRequests": lambda rows, row, **given: requests_page(
        rows, rows.all("payment_request", customer_id=row.id), **given
    ),
    "stats": _stats,
    "timeline": _timeline,
}
CUSTOMER_CONNECTION = {"facets": _facets}
CUSTOMER_GROUP = {
    "id": lambda _rows, row: encode(Kind.GROUP, row.id),
    "customerCount": lambda rows, row: len(_members(rows, row)),
    "readiness": _group_readiness,
    "customers": lambda rows, row, **arguments: customers_page(rows, _members(rows, row), arguments),
}
CONTACT_POINT = {"id": lambda _rows, row: encode(Kind.CONTACT_POINT, row.id)}
CUSTOM_FIELD_DEFINITION = {"id": lambda _rows, row: encode(Kind.CUSTOM_FIELD, row.id)}
