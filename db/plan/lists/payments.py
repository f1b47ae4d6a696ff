"""Lists of payments: the history, its orders, and its totals per currency."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, cast, func, select

from db.plan.filters.payments import listed_payments
from db.plan.json import array_of
from db.plan.money import MoneyColumns
from db.plan.ordering import Key
from db.plan.pages import Connection, DefaultOrder, Listed, sorted_by
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Payment

_KEYS = {
    # A payment that is not paid yet stands in the history by its recording.
    "PAID_AT": Key(datetime, lambda row: row[Payment.history_at]),
    "CREATED_AT": Key(datetime, lambda row: row[Payment.created_at]),
    "AMOUNT": Key(int, lambda row: row[Payment.amount_minor]),
    "STATUS": Key(str, lambda row: row[Payment.status]),
}
_ID = Key(UUID, lambda row: row[Payment.id])


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
        {name: (key, _ID) for name, key in _KEYS.items()},
        DefaultOrder("PAID_AT", descending=True),
    ),
    beside={"totals": _totals},
)
