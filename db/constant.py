"""What never changes stands in the text of a statement, not among its arguments."""

from typing import Any, TypeVar

from sqlalchemy import ColumnClause, literal, literal_column
from sqlalchemy.types import TypeEngine

from db.dialect import DIALECT

T = TypeVar("T")


def constant(value: T, type: TypeEngine[Any] | type[TypeEngine[Any]] | None = None) -> ColumnClause[T]:
    """Return a value of ours as a literal: an argument would be encoded and sent with every call."""
    written = literal(value, type)
    text = written.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})
    return literal_column(str(text), written.type)
