"""The order of a list: sort keys that are never null and end in the id, so that every row has one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, DateTime, Text, Uuid, tuple_
from sqlalchemy.types import TypeEngine

from db.plan.build import Build
from db.plan.cursor import cursor_text, read_cursor
from db.plan.row import Row
from db.plan.selection import Field

# How a key of each Python type is bound.
SQL_TYPES: dict[type, TypeEngine[Any]] = {
    str: Text(),
    int: BigInteger(),
    datetime: DateTime(timezone=True),
    UUID: Uuid(),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: its type, and the expression that computes it for a row; never null."""

    type: type
    of: Callable[[Row], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """Sort keys, all in one direction. `signature` tells cursors of different orders apart."""

    signature: str
    keys: tuple[Key, ...]
    descending: bool

    def expressions(self, row: Row) -> list[ColumnElement[Any]]:
        """Return the keys of a row."""
        return [key.of(row) for key in self.keys]

    def clauses(self, row: Row, *, backward: bool) -> list[ColumnElement[Any]]:
        """Return what stands behind `order by`, `backward` for pages that end at a cursor."""
        down = self.descending is not backward
        return [key.desc() if down else key.asc() for key in self.expressions(row)]

    def cursor(self, row: Row) -> ColumnElement[str]:
        """Return the cursor of a row."""
        return cursor_text(self.signature, self.expressions(row))

    def position(self, build: Build, field: Field, argument: str) -> list[ColumnElement[Any]]:
        """Return the keys that the cursor in `argument` holds, as parameters."""
        types = [key.type for key in self.keys]

        def nth(index: int) -> ColumnElement[Any]:
            return build.bind(
                field.arguments[argument],
                SQL_TYPES[types[index]],
                lambda text, _caller: read_cursor(text, self.signature, types).values[index],
                field=field,
            )

        return [nth(index) for index in range(len(types))]

    def beyond(
        self, row: Row, position: Sequence[ColumnElement[Any]], *, before: bool, inclusive: bool = False
    ) -> ColumnElement[bool]:
        """Tell whether a row comes after the position, or `before` it.

        One comparison of all keys at once, so that an index serves it.
        """
        keys, place = tuple_(*self.expressions(row)), tuple_(*position)
        smaller = self.descending is not before
        if inclusive:
            return keys <= place if smaller else keys >= place
        return keys < place if smaller else keys > place


def named_order(listed: str, name: str, keys: tuple[Key, ...], *, descending: bool) -> Order:
    """Return an order whose cursors are good for this list, name and direction only."""
    return Order(f"{listed} {name} {'desc' if descending else 'asc'}", keys, descending)
