"""What a connection lists: which rows, in which orders, and what is known or computed beside a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel

from db.plan.build import Build
from db.plan.nodes import Condition
from db.plan.ordering import Key, Order, named_order
from db.plan.row import Row
from db.plan.selection import Field, word

if TYPE_CHECKING:
    from db.plan.pages import Connection


# What stands beside a page gets every row that the connection's filters leave, as a fresh occurrence.
Beside = Callable[["Connection", Field], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Represents rows that a connection lists.

    `filters` makes conditions of the field's arguments, `order` its order. `total` may know the exact
    count more cheaply than counting; it returns None where it does not. `beside` are further fields
    of the connection, computed over all rows that the filters leave. `occurrence` gives what is like the
    table, and fenced, where rows do not come from it alone; it may name the source.
    """

    type_name: str
    table: type[SQLModel]
    filters: Callable[[Build, Row, Field], Sequence[Condition]]
    order: Callable[[Build, Field], Order]
    total: Callable[[Build, Any, Field], ColumnElement[Any] | None] = lambda _build, _source, _field: None
    beside: Mapping[str, Beside] | None = None
    occurrence: Callable[[Build, Any], Row] | None = None


@dataclass(frozen=True, slots=True)
class DefaultOrder:
    """The order of a list when the client asks for none."""

    name: str
    descending: bool


def sorted_by(
    listed: str, choices: Mapping[str, tuple[Key, ...]], default: DefaultOrder
) -> Callable[[Build, Field], Order]:
    """Return the order that a `sortBy` argument chooses among these keys."""

    def order(build: Build, field: Field) -> Order:
        del build
        chosen = field.arguments.get("sortBy")
        name = default.name if chosen is None else word(chosen["field"])
        descending = default.descending if chosen is None else word(chosen["direction"]) == "DESC"
        return named_order(listed, name, choices[name], descending=descending)

    return order


def no_filters(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    """List every row."""
    del build, row, field
    return ()
