"""One server over one directory, whoever asks: started once, shared, kept alive, stopped by the last."""

import asyncio
import logging
import time
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from app.embedded_postgres.configuration import OWNER, SUPERUSER
from app.embedded_postgres.home import open_home
from app.embedded_postgres.locks import UserLock, turn
from app.embedded_postgres.refusal import PostgresRefused
from app.embedded_postgres.server import Server, ServerDied

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 30.0
WATCH_S = 0.25

log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """The Postgres below `home`, e.g. `.kontor/postgres`.

    A second process that asks for the same home shares the living server; the last one to
    leave stops it. A server whose users were all killed goes on and is adopted by the next.

    As a context manager it restarts a server that died, for ever; `start` and `stop` alone do not watch.
    Errors: PostgresRefused from `start` when trying again would not help.
    """

    def __init__(self, home: Path, *, durable: bool = True, start_patience_s: float = 30.0) -> None:
        self._home = home.absolute()
        self._server = Server(self._home, durable=durable)
        # After a kill, helpers of the old server may hold its memory for a while.
        self._start_patience_s = start_patience_s
        self._users = UserLock(self._home / "users.lock")
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        self._watch = asyncio.create_task(self._keep_running())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        await self.stop()

    def dsn(self, database: str = "kontor") -> str:
        """Return the address for the owner, who is no superuser; it stays valid across restarts."""
        return self._address(OWNER, database)

    def superuser_dsn(self, database: str = "postgres") -> str:
        """Return the address for the bootstrap superuser: to copy template databases, in tests."""
        return self._address(SUPERUSER, database)

    async def start(self) -> None:
        """Return when a server answers, however long its recovery takes."""
        open_home(self._home)
        async with self._turn():
            self._users.join()
            try:
                await self._start_patiently()
            except BaseException:
                await self._leave()
                raise

    async def stop(self) -> None:
        """Let go of the server, and stop it if nobody else uses it. Harmless when nothing runs."""
        if self._home.is_dir():
            async with self._turn():
                await self._leave()

    def _turn(self) -> AbstractAsyncContextManager[None]:
        return turn(self._home / "turn.lock")

    async def _leave(self) -> None:
        if self._users.leave():
            await self._server.stop()
        else:
            self._server.leave_running()

    async def _start_patiently(self) -> None:
        give_up_at = time.monotonic() + self._start_patience_s
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                return await self._server.ensure_running()
            except ServerDied as died:
                if time.monotonic() > give_up_at:
                    raise PostgresRefused(f"The embedded Postgres does not start: {died}.") from None
                log.warning("Postgres did not start (%s); trying again", died)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _keep_running(self) -> None:
        pause_s = FIRST_PAUSE_S
        alive_since = time.monotonic()
        while True:
            await asyncio.sleep(WATCH_S)
            if self._server.lives():
                if time.monotonic() - alive_since > LONGEST_PAUSE_S:
                    pause_s = FIRST_PAUSE_S
                continue
            log.error("Postgres died; starting it again in %.1f s", pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            await self._revive()
            alive_since = time.monotonic()

    async def _revive(self) -> None:
        try:
            async with self._turn():
                await self._server.ensure_running()  # which another user of it may have done meanwhile
        except Exception as error:  # whatever it is, the next try may succeed
            log.error("Postgres could not be started again: %s", error)
        else:
            log.warning("Postgres runs again")

    def _address(self, user: str, database: str) -> str:
        socket = quote(str(self._server.socket_directory), safe="")
        return f"postgresql://{user}@/{quote(database)}?host={socket}"
