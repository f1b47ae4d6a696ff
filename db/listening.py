"""What is notified is heard, on a connection of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def listening(dsn: str, channel: str, heard: Callable[[str], None]) -> AsyncIterator[asyncio.Event]:
    """Call `heard` with each notification's payload; yield what is set when the connection has ended.

    Behind a pooler of transactions nothing is ever heard.
    Errors: whatever asyncpg raises when no server answers at `dsn`.
    """
    ended = asyncio.Event()
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "kontor listener"})
    try:
        connection.add_termination_listener(lambda _connection: ended.set())
        await connection.add_listener(channel, lambda _on, _pid, _channel, payload: heard(str(payload)))
        yield ended
    finally:
        await connection.close()
