"""How Kontor connects: one pool a process, JSON as bytes, no session state to reset."""

from typing import TypeAlias

import asyncpg

from db.pool import Connection, Pool

__all__ = ["Connection", "Pool", "Record", "connect_pool"]

Record: TypeAlias = asyncpg.Record


async def connect_pool(dsn: str, *, size: int = 10, command_timeout_s: float = 30.0) -> Pool:
    """Return a pool whose connections hand out `json` as the bytes that Postgres sent.

    Errors: whatever asyncpg raises when no server answers at `dsn`.
    """

    async def connect() -> Connection:
        connection = await asyncpg.connect(
            dsn,
            command_timeout=command_timeout_s,
            server_settings={"timezone": "UTC", "application_name": "kontor"},
        )
        await connection.set_type_codec(
            "json", schema="pg_catalog", encoder=_as_is, decoder=_as_is, format="binary"
        )
        return connection

    pool = Pool(connect, size)
    async with pool.acquire():  # a wrong address is found out now, not by the first client
        return pool


def _as_is(value: bytes) -> bytes:
    return value
