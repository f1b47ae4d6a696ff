"""A transaction lasts as long as a block: a class and no generator, since every request opens one."""

from types import TracebackType

from db.pool import Connection, Pool


class Transaction:
    """A transaction that ends with its block: committed, or rolled back when the block raises."""

    __slots__ = ("_begin", "_connection", "_pool")

    def __init__(self, pool: Pool, begin: str) -> None:
        self._pool = pool
        self._begin = begin

    async def __aenter__(self) -> Connection:
        connection = self._connection = await self._pool.take()
        try:
            await connection.execute(self._begin)
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
        try:
            if not broken:
                await self._connection.execute("commit" if kind is None else "rollback")
        except BaseException:
            broken = True
            raise
        finally:
            self._pool.give_back(self._connection, broken=broken)
