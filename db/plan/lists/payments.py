"""Lists of payments: the history, its orders, and its totals per currency."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal_column, select

from db.plan.filters.payments import listed_payments
from db.plan.json import array_of
from db.plan.listed import DefaultOrder, Listed, sorted_by
from db.plan.money import MoneyColumns
from db.plan.ordering import Key
from db.plan.pages import Connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Payment
from domain.payment import PaymentStatus

_STATUSES: ColumnElement[Any] = literal_column(f"array{[str(status) for status in PaymentStatus]}")
_ID = Key(UUID, lambda row: row[Payment.id])
_KEYS: dict[str, tuple[Key, ...]] = {
    # A payment that is not paid yet stands in the history by its recording.
    "PAID_AT": (Key(datetime, lambda row: row[Payment.history_at]), _ID),
    "CREATED_AT": (Key(datetime, lambda row: row[Payment.created_at]), _ID),
    # Amounts of different currencies can't be compared.
    "AMOUNT": (
        Key(str, lambda row: row[Payment.currency]),
        Key(int, lambda row: row[Payment.amount_minor]),
        _ID,
    ),
    "STATUS": (Key(int, lambda row: func.array_position(_STATUSES, row[Payment.status])), _ID),
}


def _totals(connection: Connection, field: Field) -> ColumnElement[Any]:
    """Return what the listed payments brought, net of refunds, one sum a currency, in its order."""
    build = connection.build
    row, condition = connection.rows()
    net = cast(func.sum(row[Payment.amount_minor] - row[Payment.refunded_minor]), BigInteger())
    sums = build.derived(
        select(row[Payment.currency].label("currency"), net.label("minor"))
        .where(condition, brought_money(row))
        .group_by(row[Payment.currency])
        .order_by(row[Payment.currency])
    )
    with build.inside(sums), build.at("[]"):
        element = build.object("Money", MoneyColumns(sums.source.c.minor, sums.source.c.currency), field)
    return build.subquery(select(array_of(element)).select_from(sums.source))


def brought_money(row: Row) -> ColumnElement[bool]:
    """Tell whether a payment's money arrived and was not charged back."""
    return row[Payment.status].in_(["SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED"])


PAYMENTS = Listed(
    "Payment",
    Payment,
    listed_payments,
    sorted_by(
        "payments",
        _KEYS,
        DefaultOrder("PAID_AT", descending=True),
    ),
    beside={"totals": _totals},
)
