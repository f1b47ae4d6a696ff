"""Lists of customers: seven orders, the search, exact counts without counting, and facets."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, ColumnElement, case, cast, func, select

from db.plan.build import Build, conditions_of
from db.plan.filters.customers import listed_customers
from db.plan.json import text_literal
from db.plan.limits import given
from db.plan.listed import DefaultOrder, Listed
from db.plan.lists.facets import customer_facets
from db.plan.nodes import Condition
from db.plan.ordering import Key, Order, named_order
from db.plan.pages import Connection
from db.plan.row import Row
from db.plan.search import folded
from db.plan.selection import Field, word
from db.plan.totals import last_payment_or_never, paid_minor
from db.tables import Customer, CustomerCount, CustomerGroup
from domain.caller import Caller

_DEFAULT = DefaultOrder("NAME", descending=False)
_ID = Key(UUID, lambda row: row[Customer.id])
_NAME = Key(str, lambda row: row[Customer.sort_name])


def _order(build: Build, field: Field) -> Order:
    """Return the order asked for; a search without one comes by relevance."""
    chosen = field.arguments.get("sortBy")
    if chosen is not None:
        name, descending = word(chosen["field"]), word(chosen["direction"]) == "DESC"
    elif given(field.arguments, "query"):
        name, descending = "RELEVANCE", False
    else:
        name, descending = _DEFAULT.name, _DEFAULT.descending
    keys = _keys(build, field, name, descending=descending)
    return named_order("customers", name, keys, descending=descending)


def _keys(build: Build, field: Field, name: str, *, descending: bool) -> tuple[Key, ...]:
    match name:
        case "NAME":
            return _NAME, _ID
        case "CREATED_AT":
            return Key(datetime, lambda row: row[Customer.created_at]), _ID
        case "UPDATED_AT":
            return Key(datetime, lambda row: row[Customer.updated_at]), _ID
        case "LAST_PAYMENT_AT":
            return Key(datetime, lambda row: last_payment_or_never(build, row, descending=descending)), _ID
        case "TOTAL_PAID":
            return Key(int, lambda row: _paid_in_own_currency(build, row)), _ID
        case "GROUP":
            return Key(str, lambda row: _group_name(build, row)), _NAME, _ID
        case _:
            return Key(int, _relevance(build, field)), _NAME, _ID


def _paid_in_own_currency(build: Build, row: Row) -> ColumnElement[Any]:
    """Sums of different currencies can't be compared, so it is the merchant's default one that sorts."""
    return paid_minor(build, row, build.bind(None, CHAR(3), lambda _value, caller: caller.currency))


def _group_name(build: Build, row: Row) -> ColumnElement[Any]:
    """The folded name of the group; customers without one come first."""
    group = Row.of(CustomerGroup)
    conditions = conditions_of(
        build, group, CustomerGroup.merchant_id, [group[CustomerGroup.id] == row[Customer.group_id]]
    )
    with build.inside(row):
        name = build.subquery(
            select(group[CustomerGroup.name_key]).select_from(group.source).where(*conditions)
        )
    return func.coalesce(name, text_literal(""))


def _relevance(build: Build, field: Field) -> Callable[[Row], ColumnElement[Any]]:
    """0 where the name begins with the query, 1 where a word does, 2 where it stands inside one."""
    query = field.arguments.get("query")

    def rank(row: Row) -> ColumnElement[Any]:
        if query is None:
            return cast(text_literal("2"), BigInteger())
        begins = folded(build, field, query, lambda text, _caller: text)
        word_begins = folded(build, field, query, _after_space)
        return cast(
            case(
                (func.starts_with(row[Customer.sort_name], begins), 0),
                (func.strpos(row[Customer.search_text], word_begins) > 0, 1),
                else_=2,
            ),
            BigInteger(),
        )

    return rank


def _after_space(text: str, _caller: Caller) -> str:
    return f" {text}"


def _known_total(build: Build, source: Any, field: Field) -> ColumnElement[Any] | None:
    """Return the kept count of all customers or of a group's, unless the list is filtered."""
    if given(field.arguments, "query") or given(field.arguments, "where"):
        return None
    group_id = None if source is None else source[CustomerGroup.id]
    return kept_count(build, group_id)


def kept_count(build: Build, group_id: ColumnElement[Any] | None) -> ColumnElement[Any]:
    """Return the sum of the counters that every write of customers keeps, of one group or of all."""
    count = Row.of(CustomerCount)
    of_group: list[Condition] = [] if group_id is None else [count[CustomerCount.group_id] == group_id]
    conditions = conditions_of(build, count, CustomerCount.merchant_id, of_group)
    total = cast(func.coalesce(func.sum(count[CustomerCount.customers]), 0), BigInteger())
    return build.subquery(select(total).select_from(count.source).where(*conditions))


def _facets(connection: Connection, field: Field) -> ColumnElement[Any]:
    return customer_facets(connection.build, connection.rows, field)


CUSTOMERS = Listed(
    "Customer", Customer, listed_customers, _order, total=_known_total, beside={"facets": _facets}
)
