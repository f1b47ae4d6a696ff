"""A transaction lasts as long as a block: a class and no generator, since every request opens one."""

from types import TracebackType

from db.pool import Connection, Pool
from db.witness import ran


class Transaction:
    """A transaction that ends with its block: committed, or rolled back when the block raises.

    One that `lingers` has changed nothing, and is ended together with the beginning of the next one on its
    connection, or very soon (db.pool): a round trip less for each request that reads.
    """

    __slots__ = ("_begin", "_connection", "_lingers", "_pool")

    def __init__(self, pool: Pool, begin: str, *, lingers: bool = False) -> None:
        self._pool = pool
        self._begin = begin
        self._lingers = lingers

    async def __aenter__(self) -> Connection:
        connection, unended = await self._pool.take_as_left()
        self._connection = connection
        try:
            await ran("begin", connection.execute("commit;" + self._begin if unended else self._begin))
        except BaseException:
            self._pool.give_back(connection, broken=True)
            raise
        return connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        # Who is cancelled may have left a query running: then the connection is closed, which rolls back.
        broken = kind is not None and not issubclass(kind, Exception)
        if kind is None and self._lingers:
            self._pool.give_back(self._connection, lingering=True)
            return
        try:
            if not broken:
                end = "commit" if kind is None else "rollback"
                await ran(end, self._connection.execute(end))
        except BaseException:
            broken = True
            raise
        finally:
            self._pool.give_back(self._connection, broken=broken)
