"""A SQLAlchemy expression becomes, once, the text that asyncpg prepares and the order of its arguments."""

from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import ClauseElement

from db.connect import Connection
from db.constant_name import callers_module, constant_name
from db.dialect import DIALECT
from db.witness import ran

T = TypeVar("T")


class Statement:
    """A compiled statement. Its arguments are given by the names of its `bindparam`s.

    Constants inside the expression are bound as well, with their own value. Witnesses are told of it by the
    constant that holds it.
    """

    __slots__ = ("_constants", "_module", "_name", "_names", "sql")

    def __init__(self, expression: ClauseElement) -> None:
        compiled = expression.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql: str = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self._constants: dict[str, Any] = compiled.params
        self._module = callers_module()
        self._name: str | None = None  # looked for when first told

    def name(self) -> str:
        """Return e.g. `customers.change.CHANGE`, or the module alone of what no constant holds."""
        if self._name is None:
            self._name = constant_name(self, self._module).removeprefix("db.")
        return self._name

    def arguments(self, **values: Any) -> Sequence[Any]:
        """Return the values in the order of `$1, $2 …`; a name that is not given keeps its constant."""
        if unknown := values.keys() - self._constants.keys():
            raise TypeError(f"the statement has no parameter {sorted(unknown)}")
        constants = self._constants
        return [values[name] if name in values else constants[name] for name in self._names]

    async def fetch(self, connection: Connection, **values: Any) -> list[asyncpg.Record]:
        """Run it and return all rows."""
        return await self._told(connection.fetch(self.sql, *self.arguments(**values)))

    async def fetch_row(self, connection: Connection, **values: Any) -> asyncpg.Record | None:
        """Run it and return the first row, or None."""
        return await self._told(connection.fetchrow(self.sql, *self.arguments(**values)))

    async def fetch_value(self, connection: Connection, **values: Any) -> Any:
        """Run it and return the first column of the first row, or None."""
        return await self._told(connection.fetchval(self.sql, *self.arguments(**values)))

    async def execute(self, connection: Connection, **values: Any) -> None:
        """Run it for its effect."""
        # fetch keeps the prepared statement; execute with arguments would do the same but parse a tag.
        await self._told(connection.fetch(self.sql, *self.arguments(**values)))

    async def execute_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for the effect of each row of arguments, in one round trip."""
        await self._told(connection.executemany(self.sql, [self.arguments(**values) for values in rows]))

    def _told(self, running: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
        return ran(self.name, running)
