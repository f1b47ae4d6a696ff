"""Which connection comes next: the one used last, whose statements are prepared and whose caches are warm.

asyncpg's own pool does the same and more; its acquire and release, with a task and a timer for each
release, cost as much as the query of a small request (docs/decisions).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, TypeAlias

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Pool:
    """At most `size` connections, opened when first needed; who finds none free waits in line.

    A connection that was left in the middle of something is closed and not handed on.
    """

    def __init__(self, connect: Callable[[], Awaitable[Connection]], size: int) -> None:
        self._connect = connect
        self._free: list[Connection] = []
        self._in_use: set[Connection] = set()
        self._room = size  # how many more may be opened
        self._waiting: deque[asyncio.Future[None]] = deque()

    def acquire(self) -> "Lease":
        """Return a context that has a connection while it is open."""
        return Lease(self)

    async def take(self) -> Connection:
        """Return a connection that `give_back` must get again."""
        while not (self._free or self._room):
            await self._turn()
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                self._in_use.add(connection)
                return connection
            self._room += 1
        self._room -= 1
        try:
            connection = await self._connect()
        except BaseException:
            self._make_room()
            raise
        self._in_use.add(connection)
        return connection

    def give_back(self, connection: Connection, *, broken: bool = False) -> None:
        """Take a connection back; a broken one, or one inside a transaction, is closed."""
        self._in_use.discard(connection)
        if broken or connection.is_closed() or connection.is_in_transaction():
            connection.terminate()
            self._make_room()
        else:
            self._free.append(connection)
            self._wake()

    async def close(self) -> None:
        """Close what is free, and break off what is not."""
        for connection in self._in_use:
            connection.terminate()
        for connection in self._free:
            await connection.close()
        self._free.clear()

    async def fetch(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """Run one statement by itself and return its rows."""
        async with self.acquire() as connection:
            return await connection.fetch(sql, *arguments)

    async def _turn(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._wake()  # it was our turn: the next one's now
            raise

    def _make_room(self) -> None:
        self._room += 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return


class Lease:
    """A connection for as long as it is needed."""

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        self._connection = await self._pool.take()
        return self._connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        # Who is cancelled may have left a query running.
        broken = kind is not None and not issubclass(kind, Exception)
        self._pool.give_back(self._connection, broken=broken)
