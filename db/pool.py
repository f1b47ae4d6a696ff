"""Which connection comes next: the one used last, whose statements are prepared and whose caches are warm.

asyncpg's own pool does the same and more; its acquire and release, with a task and a timer for each
release, cost as much as the query of a small request (docs/decisions).
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from types import TracebackType
from typing import Any, TypeAlias

import asyncpg

from db.witness import ran, witness_now

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


# How long a finished reading may wait for the next transaction to end it.
LINGER_S = 0.005


class Pool:
    """At most `size` connections, opened when first needed; who finds none free waits in line.

    A connection that was left in the middle of something is closed and not handed on. One whose reading is
    over, and not ended yet, is: whoever begins the next transaction ends that one in the same round trip,
    and if nobody does, we do, after LINGER_S.
    """

    def __init__(self, connect: Callable[[], Awaitable[Connection]], size: int) -> None:
        self._connect = connect
        self.size = size
        self._free: list[Connection] = []
        self._in_use: set[Connection] = set()
        self._room = size  # how many more may be opened
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._lingering: dict[Connection, float] = {}  # free, with a reading to be ended; since when
        self._ending: asyncio.Task[None] | None = None

    @property
    def in_use(self) -> int:
        """How many connections somebody works with."""
        return len(self._in_use)

    @property
    def free(self) -> int:
        """How many connections are open and wait for work."""
        return len(self._free)

    @property
    def waiting(self) -> int:
        """How many wait for a connection."""
        return sum(not turn.done() for turn in self._waiting)

    def acquire(self) -> "Lease":
        """Return a context that has a connection while it is open."""
        return Lease(self)

    async def take(self) -> Connection:
        """Return a connection that `give_back` must get again, outside any transaction."""
        connection, unended = await self.take_as_left()
        if unended:
            await self._end(connection)
        return connection

    async def take_as_left(self) -> tuple[Connection, bool]:
        """Return a connection that `give_back` must get again, and whether a reading is to be ended first."""
        while not (self._free or self._room):
            await self._turn()
        while self._free:
            connection = self._free.pop()
            unended = self._lingering.pop(connection, None) is not None
            if not connection.is_closed():
                self._in_use.add(connection)
                return connection, unended
            self._room += 1
        self._room -= 1
        try:
            connection = await self._connect()
        except BaseException:
            self._make_room()
            raise
        self._in_use.add(connection)
        return connection, False

    def give_back(self, connection: Connection, *, broken: bool = False, lingering: bool = False) -> None:
        """Take a connection back; a broken one, or one inside a transaction, is closed.

        With `lingering`, it is inside a reading that is over, and that only has to be ended.
        """
        self._in_use.discard(connection)
        if broken or connection.is_closed() or connection.is_in_transaction() is not lingering:
            connection.terminate()
            self._make_room()
            return
        if lingering:
            loop = asyncio.get_running_loop()
            self._lingering[connection] = loop.time()
            if self._ending is None:
                # Nobody's: whoever comes first is not who waits for it.
                self._ending = loop.create_task(self._end_lingering(), context=Context())
        self._free.append(connection)
        self._wake()

    async def close(self) -> None:
        """Close what is free, and break off what is not."""
        if self._ending is not None:
            self._ending.cancel()
        for connection in self._in_use:
            connection.terminate()
        for connection in self._free:
            await connection.close()
        self._free.clear()

    async def fetch(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """Run one statement by itself and return its rows."""
        async with self.acquire() as connection:
            return await connection.fetch(sql, *arguments)

    async def _end_lingering(self) -> None:
        """End each reading that nobody has ended for LINGER_S, until there are none."""
        loop = asyncio.get_running_loop()
        try:
            while self._lingering:
                await asyncio.sleep(LINGER_S)
                latest = loop.time() - LINGER_S
                for connection in [one for one, since in self._lingering.items() if since <= latest]:
                    if self._lingering.pop(connection, None) is None:
                        continue  # taken while we ended another
                    self._free.remove(connection)
                    self._in_use.add(connection)
                    with suppress(Exception):  # it is closed then, and its next user gets another
                        await self._end(connection)
                        self.give_back(connection)
        finally:
            self._ending = None

    async def _end(self, connection: Connection) -> None:
        """End a reading; a connection that can't is closed. Errors: whatever asyncpg raises."""
        try:
            await ran("commit", connection.execute("commit"))
        except BaseException:
            self.give_back(connection, broken=True)
            raise

    async def _turn(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        begun, witness = time.perf_counter(), witness_now()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._wake()  # it was our turn: the next one's now
            raise
        finally:
            if witness is not None:
                witness.waited(begun, time.perf_counter() - begun)

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
