"""A row stands for what a statement reads at one place: a table, or a derived table like one."""

from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, FromClause
from sqlmodel import SQLModel

from db.tables.tenant import table_of

T = TypeVar("T")


class Row:
    """One occurrence of a table in a statement, under a name of its own.

    `row[Customer.email]` is that occurrence's column. The attribute is the table class's own, so a
    renamed column is found by the type checker.
    """

    __slots__ = ("source",)

    def __init__(self, source: FromClause) -> None:
        self.source = source

    @classmethod
    def of(cls, table: type[SQLModel]) -> "Row":
        """Return a fresh occurrence of a table."""
        return cls(table_of(table).alias())

    def __getitem__(self, attribute: T) -> ColumnElement[T]:
        return cast("ColumnElement[T]", self.source.c[cast("Any", attribute).key])
