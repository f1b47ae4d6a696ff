"""Which payment requests: their states, and the atoms of PaymentRequestWhereInput."""

from collections.abc import Sequence

from sqlalchemy import CHAR, DateTime, Numeric

from db.plan.build import Build
from db.plan.filters.payments import in_groups, major
from db.plan.filters.values import (
    Where,
    combined,
    one_of_ids,
    one_of_words,
    range_filter,
    storable,
    text_filter,
)
from db.plan.limits import given
from db.plan.money import MoneyColumns
from db.plan.nodes import Condition
from db.plan.row import Row
from db.plan.selection import Field, Value, word
from db.tables import PaymentRequest
from domain.ids import Kind


def listed_requests(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    """Return the conditions of a list's `status` and `where`."""
    conditions: list[Condition] = []
    if given(field.arguments, "status"):
        conditions.append(_stands_at(row, field.arguments["status"]))
    if given(field.arguments, "where"):
        conditions.append(request_where(build, row, field, field.arguments["where"]))
    return conditions


def request_where(build: Build, row: Row, field: Field, where: Where) -> Condition:
    """Return the condition of a PaymentRequestWhereInput."""
    sum_asked = MoneyColumns(row[PaymentRequest.amount_minor], row[PaymentRequest.currency])
    timestamp = DateTime(timezone=True)
    atoms = {
        "status": lambda value: _stands_at(row, value),
        "customerIds": lambda value: one_of_ids(build, row[PaymentRequest.customer_id], value, Kind.CUSTOMER),
        "groupIds": lambda value: in_groups(build, row, row[PaymentRequest.customer_id], value),
        "reference": lambda value: text_filter(build, field, row[PaymentRequest.reference], value),
        "amount": lambda value: range_filter(build, field, major(sum_asked), value, Numeric()),
        "currency": lambda value: (
            row[PaymentRequest.currency] == build.bind(value, CHAR(3), storable, field=field)
        ),
        "createdAt": lambda value: range_filter(
            build, field, row[PaymentRequest.created_at], value, timestamp
        ),
        "expiresAt": lambda value: range_filter(
            build, field, row[PaymentRequest.expires_at], value, timestamp
        ),
    }
    return combined(where, atoms, lambda inner: request_where(build, row, field, inner))


def _stands_at(row: Row, statuses: Sequence[Value]) -> Condition:
    return one_of_words(row[PaymentRequest.status], [word(status) for status in statuses])
