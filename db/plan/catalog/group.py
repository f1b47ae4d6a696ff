"""Customer groups, and how many of a group's customers a request would reach."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_

from db.plan.build import Build, Node, conditions_of
from db.plan.lists.customers import CUSTOMERS, kept_count
from db.plan.lists.facets import blocked, ready_count
from db.plan.nodes import Condition, global_id, leaf
from db.plan.pages import connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, CustomerGroup
from domain.customer import Channel
from domain.ids import Kind

CUSTOMER_GROUP: dict[str, Node] = {
    "id": global_id(Kind.GROUP, CustomerGroup.id),
    "version": leaf(CustomerGroup.version),
    "name": leaf(CustomerGroup.name),
    "description": leaf(CustomerGroup.description),
    "createdAt": leaf(CustomerGroup.created_at),
    "updatedAt": leaf(CustomerGroup.updated_at),
    "customerCount": lambda build, group, _field: kept_count(build, group[CustomerGroup.id]),
    "readiness": lambda build, group, field: build.object("GroupReadiness", group, field),
    "customers": connection(
        CUSTOMERS, lambda _build, group, customer: [customer[Customer.group_id] == group[CustomerGroup.id]]
    ),
}


def _members(build: Build, group: Row) -> Callable[[], tuple[Row, Condition]]:
    """Return what gives a fresh occurrence of the group's customers."""

    def counted() -> tuple[Row, Condition]:
        row = Row.of(Customer)
        of_group = row[Customer.group_id] == group[CustomerGroup.id]
        return row, and_(*conditions_of(build, row, Customer.merchant_id, [of_group]))

    return counted


def _ready(channel: Channel) -> Node:
    return lambda build, group, _field: ready_count(build, _members(build, group), channel)


def _blocked(build: Build, group: Row, field: Field) -> Any:
    return blocked(build, _members(build, group), field)


GROUP_READINESS: dict[str, Node] = {
    "smsReady": _ready(Channel.SMS),
    "emailReady": _ready(Channel.EMAIL),
    "blocked": _blocked,
}
