"""Whom a batch is to ask, as a selector says it: how many they are, and some at a time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, Text, Uuid, and_, func, select

from db.constant import constant
from db.payment_requests.recipient import recipient_columns
from db.plan.build import Build, conditions_of
from db.plan.catalog import CATALOG
from db.plan.choose import meant
from db.plan.chosen import Chosen
from db.plan.compile import compiled_plan
from db.plan.row import Row
from db.tables import Customer
from domain.caller import Caller


def state_of(customer: Row) -> ColumnElement[str]:
    """Return what tells whether a customer, or what stands in the way of messages, has changed."""
    blank = constant(" ")
    blocks = (customer[Customer.sms_block], blank, customer[Customer.email_block])
    return func.concat(customer[Customer.version], blank, *blocks, type_=Text())


def counted_recipients(selector: Mapping[str, Any], caller: Caller) -> Chosen:
    """Return the statement that tells how many customers a selector means.

    Errors: ArgumentRefused for a value that can't be used.
    """
    build, row = Build(CATALOG), Row.of(Customer)
    return _chosen(build, select(func.count()).select_from(row.source), row, selector, caller)


def next_recipients(selector: Mapping[str, Any], caller: Caller, after: UUID, size: int) -> Chosen:
    """Return the statement for the next customers in the order of their ids, as they are now.

    Each is what db.payment_requests.recipient gives, and its `state` (state_of).
    """
    build, row = Build(CATALOG), Row.of(Customer)
    beyond = row[Customer.id] > build.bind(after, Uuid())
    statement = (
        select(*recipient_columns(row), state_of(row).label("state"))
        .select_from(row.source)
        .where(beyond)
        .order_by(row[Customer.id])
        .limit(build.bind(size, BigInteger()))
    )
    return _chosen(build, statement, row, selector, caller)


def _chosen(
    build: Build, statement: Select[*tuple[Any, ...]], row: Row, selector: Mapping[str, Any], caller: Caller
) -> Chosen:
    meaning = conditions_of(build, row, Customer.merchant_id, meant(build, row, selector))
    plan = compiled_plan(build, statement.where(and_(*meaning)))
    return Chosen(plan.sql, plan.arguments(caller, {}, {"merchant_id": caller.merchant_id}))
