"""A selector becomes a statement that yields the ids of the customers it means."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Uuid, and_, not_, select

from db.plan.build import Build, conditions_of
from db.plan.catalog import CATALOG
from db.plan.chosen import Chosen
from db.plan.compile import compiled_plan
from db.plan.filters.customers import customer_where
from db.plan.filters.values import one_of_ids
from db.plan.limits import given
from db.plan.nodes import Condition
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer
from domain.caller import Caller
from domain.errors import Required
from domain.ids import Kind, decode

_SELECTORS = ("ids", "where", "groupId")


def chosen_customers(selector: Mapping[str, Any], caller: Caller) -> Chosen:
    """Return the statement for a CustomerSelector, as coerced from GraphQL.

    Errors: Required when it selects nobody in particular: all customers must be asked for by `where: {}`;
            ArgumentRefused for a value that can't be used.
    """
    if not any(given(selector, name) for name in _SELECTORS):
        raise Required(field=("select",))
    build, row = Build(CATALOG), Row.of(Customer)
    statement = (
        select(row[Customer.id])
        .select_from(row.source)
        .where(and_(*conditions_of(build, row, Customer.merchant_id, meant(build, row, selector))))
        .order_by(row[Customer.id])
    )
    plan = compiled_plan(build, statement)
    return Chosen(plan.sql, plan.arguments(caller, {}, {"merchant_id": caller.merchant_id}))


def meant(build: Build, row: Row, selector: Mapping[str, Any]) -> list[Condition]:
    """Return what holds for the customers whom a selector means; all of them when it says nothing."""
    field = Field("select", "select", selector, {})
    conditions: list[Condition] = []
    if given(selector, "ids"):
        conditions.append(one_of_ids(build, row[Customer.id], selector["ids"], Kind.CUSTOMER))
    if given(selector, "where"):
        with build.inside(row):
            conditions.append(customer_where(build, row, field, selector["where"]))
    if given(selector, "groupId"):
        group = build.bind(selector["groupId"], Uuid(), lambda text, _caller: decode(text, Kind.GROUP))
        conditions.append(row[Customer.group_id] == group)
    if given(selector, "exceptIds"):
        conditions.append(not_(one_of_ids(build, row[Customer.id], selector["exceptIds"], Kind.CUSTOMER)))
    return conditions
