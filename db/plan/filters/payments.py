"""Which payments: the atoms of PaymentWhereInput."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CHAR, ColumnElement, DateTime, Numeric, and_, cast, exists, not_, true

from db.plan.build import Build, conditions_of
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
from db.plan.money import MoneyColumns, amount_text
from db.plan.nodes import Condition
from db.plan.row import Row
from db.plan.selection import Field, Value, word
from db.tables import Customer, Payment
from domain.ids import Kind


def listed_payments(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    """Return the conditions of a payment list's `where`."""
    if not given(field.arguments, "where"):
        return ()
    return (payment_where(build, row, field, field.arguments["where"]),)


def payment_where(build: Build, row: Row, field: Field, where: Where) -> Condition:
    """Return the condition of a PaymentWhereInput."""
    paid = MoneyColumns(row[Payment.amount_minor], row[Payment.currency])
    atoms = {
        "status": lambda value: one_of_words(row[Payment.status], [word(status) for status in value]),
        "paidAt": lambda value: range_filter(
            build, field, row[Payment.paid_at], value, DateTime(timezone=True)
        ),
        "amount": lambda value: range_filter(build, field, major(paid), value, Numeric()),
        "currency": lambda value: row[Payment.currency] == build.bind(value, CHAR(3), storable, field=field),
        "reference": lambda value: text_filter(build, field, row[Payment.reference], value),
        "customerIds": lambda value: one_of_ids(build, row[Payment.customer_id], value, Kind.CUSTOMER),
        "groupIds": lambda value: in_groups(build, row, row[Payment.customer_id], value),
    }
    return combined(where, atoms, lambda inner: payment_where(build, row, field, inner))


def major(money: MoneyColumns) -> ColumnElement[Any]:
    """Return an amount in major units, so that one bound means the same in every currency."""
    return cast(amount_text(money), Numeric)


def in_groups(build: Build, row: Row, customer_id: ColumnElement[Any], value: Where) -> Condition:
    """Tell whether the customer of a row is, now, in groups as asked; without customer it is in none."""
    conditions: list[Condition] = []
    if given(value, "any"):
        conditions.append(_customer_in(build, row, customer_id, value["any"]))
    if given(value, "none"):
        conditions.append(not_(_customer_in(build, row, customer_id, value["none"])))
    return and_(true(), *conditions)


def _customer_in(build: Build, row: Row, customer_id: ColumnElement[Any], groups: Value) -> Condition:
    customer = Row.of(Customer)
    conditions = conditions_of(
        build,
        customer,
        Customer.merchant_id,
        [
            customer[Customer.id] == customer_id,
            one_of_ids(build, customer[Customer.group_id], groups, Kind.GROUP),
        ],
    )
    with build.inside(row):
        return exists().where(*conditions).select_from(customer.source).correlate(*build.enclosing)
