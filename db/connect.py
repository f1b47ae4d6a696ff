"""How Kontor connects: one pool a process, JSON as bytes, no session state to reset."""

from typing import TypeAlias

import asyncpg

Connection: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Record: TypeAlias = asyncpg.Record


async def connect_pool(dsn: str, *, size: int = 10, command_timeout_s: float = 30.0) -> Pool:
    """Return an open pool whose connections hand out `json` as the bytes that Postgres sent.

    Errors: whatever asyncpg raises when no server answers at `dsn`.
    """
    return await asyncpg.create_pool(
        dsn,
        min_size=min(2, size),
        max_size=size,
        command_timeout=command_timeout_s,
        # Contexts are set LOCAL to transactions, so there is nothing to reset; the default
        # reset query costs a third of a small request.
        reset=_nothing_to_reset,
        init=_prepare_connection,
        server_settings={"timezone": "UTC", "application_name": "kontor"},
    )


async def _nothing_to_reset(connection: Connection) -> None:
    del connection


async def _prepare_connection(connection: Connection) -> None:
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=_as_is, decoder=_as_is, format="binary"
    )


def _as_is(value: bytes) -> bytes:
    return value
