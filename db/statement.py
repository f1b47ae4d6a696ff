"""A SQLAlchemy expression becomes, once, the text that asyncpg prepares and the order of its arguments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import ClauseElement

from db.connect import Connection
from db.dialect import DIALECT


class Statement:
    """A compiled statement. Its arguments are given by the names of its `bindparam`s.

    Constants inside the expression are bound as well, with their own value.
    """

    __slots__ = ("_constants", "_names", "sql")

    def __init__(self, expression: ClauseElement) -> None:
        compiled = expression.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql: str = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self._constants: dict[str, Any] = compiled.params

    def arguments(self, **values: Any) -> Sequence[Any]:
        """Return the values in the order of `$1, $2 …`; a name that is not given keeps its constant."""
        if unknown := values.keys() - self._constants.keys():
            raise TypeError(f"the statement has no parameter {sorted(unknown)}")
        constants = self._constants
        return [values[name] if name in values else constants[name] for name in self._names]

    async def fetch(self, connection: Connection, **values: Any) -> list[asyncpg.Record]:
        """Run it and return all rows."""
        return await connection.fetch(self.sql, *self.arguments(**values))

    async def fetch_row(self, connection: Connection, **values: Any) -> asyncpg.Record | None:
        """Run it and return the first row, or None."""
        return await connection.fetchrow(self.sql, *self.arguments(**values))

    async def fetch_value(self, connection: Connection, **values: Any) -> Any:
        """Run it and return the first column of the first row, or None."""
        return await connection.fetchval(self.sql, *self.arguments(**values))

    async def execute(self, connection: Connection, **values: Any) -> None:
        """Run it for its effect."""
        # fetch keeps the prepared statement; execute with arguments would do the same but parse a tag.
        await connection.fetch(self.sql, *self.arguments(**values))

    async def execute_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for the effect of each row of arguments, in one round trip."""
        await connection.executemany(self.sql, [self.arguments(**values) for values in rows])
