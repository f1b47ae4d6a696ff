"""What a customer has paid, read from the totals that the payment transactions keep."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, cast, func, literal, select

from db.plan.build import Build, conditions_of
from db.plan.row import Row
from db.tables import Customer, CustomerTotal

# Before and after each payment that there could be. The very first moment would go out as -infinity.
_LONG_AGO = datetime(1, 1, 1, microsecond=1, tzinfo=UTC)
_FAR_AHEAD = datetime(9999, 1, 1, tzinfo=UTC)


def payment_count(build: Build, customer: Row) -> ColumnElement[Any]:
    """Return how many payments of a customer brought money."""
    return over_totals(
        build,
        customer,
        lambda total: cast(func.coalesce(func.sum(total[CustomerTotal.payment_count]), 0), BigInteger),
    )


def last_payment_at(build: Build, customer: Row) -> ColumnElement[Any]:
    """Return when a customer last paid, or null."""
    return over_totals(build, customer, lambda total: func.max(total[CustomerTotal.last_payment_at]))


def last_payment_or_never(build: Build, customer: Row, *, descending: bool) -> ColumnElement[Any]:
    """Return when a customer last paid, for sorting: who never did comes last in either direction."""
    never = literal(_LONG_AGO if descending else _FAR_AHEAD, DateTime(timezone=True))
    return func.coalesce(last_payment_at(build, customer), never)


def paid_minor(build: Build, customer: Row, currency: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what a customer has paid in one currency, in minor units; 0 when nothing."""
    return over_totals(
        build,
        customer,
        lambda total: cast(func.coalesce(func.sum(total[CustomerTotal.paid_minor]), 0), BigInteger),
        lambda total: total[CustomerTotal.currency] == currency,
    )


def over_totals(
    build: Build,
    customer: Row,
    aggregate: Callable[[Row], ColumnElement[Any]],
    *further: Callable[[Row], ColumnElement[bool]],
) -> ColumnElement[Any]:
    """Return an aggregate over the totals of a customer, of which there is one a currency."""
    total = Row.of(CustomerTotal)
    conditions = conditions_of(
        build,
        total,
        CustomerTotal.merchant_id,
        [
            total[CustomerTotal.customer_id] == customer[Customer.id],
            *(condition(total) for condition in further),
        ],
    )
    with build.inside(customer):
        return build.subquery(select(aggregate(total)).select_from(total.source).where(*conditions))
