"""Reads: a transaction that sees one merchant and changes nothing."""

from types import TracebackType
from uuid import UUID

from db.connect import Connection, Pool

STATEMENT_TIMEOUT_MS = 15_000


class reading:  # noqa: N801 - used as a verb: async with reading(pool, merchant_id)
    """A connection inside a read-only transaction fenced to a merchant.

    All statements see one snapshot, so the parts of one answer agree with each other. A class and not
    a generator, because every request passes here.
    """

    __slots__ = ("_connection", "_merchant_id", "_pool")

    def __init__(self, pool: Pool, merchant_id: UUID) -> None:
        self._pool = pool
        self._merchant_id = merchant_id

    async def __aenter__(self) -> Connection:
        connection = self._connection = await self._pool.take()
        try:
            await connection.execute(
                "begin isolation level repeatable read read only;" + merchant_context(self._merchant_id)
            )
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
        # Nothing was written, so commit and rollback are one. Who is cancelled may have left a query
        # running: then the connection is closed, and with it the transaction.
        broken = kind is not None and not issubclass(kind, Exception)
        try:
            if not broken:
                await self._connection.execute("commit")
        except BaseException:
            broken = True
            raise
        finally:
            self._pool.give_back(self._connection, broken=broken)


def merchant_context(merchant_id: UUID) -> str:
    """Return the statements that put the open transaction under row-level security.

    LOCAL, so that a pooled connection carries nothing to its next user; as text from a parsed
    UUID, since SET takes no parameters and `set_config` is not passed on by Citus.
    """
    return (
        f"set local role kontor_app; set local app.merchant_id = '{merchant_id!s}';"
        f"set local statement_timeout = {STATEMENT_TIMEOUT_MS}"
    )
