"""What is counted beside a list of customers: per group, and per reason why no request would arrive."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, column, func, lateral, literal_column, select, values

from db.plan.build import Build, Node
from db.plan.json import array_of
from db.plan.nodes import Condition, expression, to_one
from db.plan.readiness import blocker
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, CustomerGroup
from domain.customer import Channel

# Gives a fresh occurrence of all customers that are counted, and the condition that makes them so.
Counted = Callable[[], tuple[Row, Condition]]


def customer_facets(build: Build, counted: Counted, field: Field) -> ColumnElement[Any]:
    """Return the facets of the customers that a list's filters leave."""
    return build.object("CustomerFacets", counted, field)


def _ungrouped(build: Build, counted: Counted, _field: Field) -> ColumnElement[Any]:
    row, condition = counted()
    statement = select(func.count()).select_from(row.source)
    return build.subquery(statement.where(condition, row[Customer.group_id].is_(None)))


def _by_group(build: Build, counted: Counted, field: Field) -> ColumnElement[Any]:
    """Return the groups that occur, the largest first."""
    row, condition = counted()
    tally = build.derived(
        select(row[Customer.group_id].label("group_id"), func.count().label("count"))
        .where(condition, row[Customer.group_id].is_not(None))
        .group_by(row[Customer.group_id])
        .order_by(func.count().desc(), row[Customer.group_id])
    )
    with build.inside(tally), build.at("[]"):
        element = build.object("GroupCount", tally, field)
    return build.subquery(select(array_of(element)).select_from(tally.source))


def blocked(build: Build, counted: Counted, field: Field) -> ColumnElement[Any]:
    """Return the blockers that occur, the most frequent first; a customer may count in both channels."""
    row, condition = counted()
    reasons = lateral(
        select(column("blocker"))
        .select_from(
            values(column("blocker"), name="reason").data([(blocker(row, channel),) for channel in Channel])
        )
        .correlate(row.source)
    )
    tally = build.derived(
        select(reasons.c.blocker, func.count().label("count"))
        .select_from(row.source.join(reasons, literal_column("true")))
        .where(condition, reasons.c.blocker.is_not(None))
        .group_by(reasons.c.blocker)
        .order_by(func.count().desc(), reasons.c.blocker)
    )
    with build.inside(tally), build.at("[]"):
        element = build.object("BlockerCount", tally, field)
    return build.subquery(select(array_of(element)).select_from(tally.source))


def ready_count(build: Build, counted: Counted, channel: Channel) -> ColumnElement[Any]:
    """Return how many customers a channel would reach."""
    row, condition = counted()
    statement = select(func.count()).select_from(row.source)
    return build.subquery(statement.where(condition, blocker(row, channel).is_(None)))


CUSTOMER_FACETS: dict[str, Node] = {"ungrouped": _ungrouped, "byGroup": _by_group, "blocked": blocked}

GROUP_COUNT: dict[str, Node] = {
    "group": to_one(
        "CustomerGroup",
        CustomerGroup,
        lambda tally, group: group[CustomerGroup.id] == tally.source.c.group_id,
    ),
    "count": expression(lambda tally: tally.source.c.count),
}

BLOCKER_COUNT: dict[str, Node] = {
    "blocker": expression(lambda tally: tally.source.c.blocker),
    "count": expression(lambda tally: tally.source.c.count),
}
