"""One attempt to have a server over a home that answers: found living, or started and waited for."""

import asyncio
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil

from app.embedded_postgres import psql
from app.embedded_postgres.cluster import ensure_cluster
from app.embedded_postgres.configuration import options, write_rules
from app.embedded_postgres.home import (
    choose_socket_directory,
    let_pass,
    log_size,
    open_log,
    remove_borrowed_directory,
    why_it_ended,
)
from app.embedded_postgres.postmaster import discard_unreadable_claim, find_living, read_claim, shut_down
from app.embedded_postgres.programs import ENVIRONMENT, program
from app.embedded_postgres.run_as import RunAs, choose_run_as

POLL_S = 0.02
LONGEST_POLL_S = 0.5


class ServerDied(Exception):
    """The server ended before it answered. `str()` is the reason in its log."""


class Server:
    """The server process over `home`; every method but `lives` is to be called under the turn."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self._home = home
        self._data = home / "data"
        self._durable = durable
        self._child: subprocess.Popen[bytes] | None = None
        self._socket_directory: Path | None = None
        self._log_start = 0

    @property
    def socket_directory(self) -> Path:
        """Where its socket lies; known once it has been running."""
        assert self._socket_directory is not None, "the server was never started"
        return self._socket_directory

    def lives(self) -> bool:
        """Whether the process lives, be it ready or not."""
        if self._child is not None and self._child.poll() is None:
            return True
        self._child = None
        return find_living(self._data) is not None

    async def ensure_running(self) -> None:
        """Return when it answers and is prepared.

        Errors: ServerDied when this attempt failed, PostgresRefused when no other would succeed.
        """
        if not self.lives():
            await _to_its_end(self._launch)
        self._socket_directory = await self._await_answer()
        await asyncio.to_thread(psql.prepare, self._socket_directory)

    async def stop(self) -> None:
        """End the process and wait for its end."""
        if self._child is not None and self._child.poll() is None:
            await shut_down(self._child.pid)
            self._child.poll()
        elif claim := find_living(self._data):
            await shut_down(claim.pid)
        if self._socket_directory is not None:
            remove_borrowed_directory(self._socket_directory, self._home)

    def leave_running(self) -> None:
        """Forget the process, because others use it."""
        if self._child is not None:
            # Popen warns about a child that outlives it; this one is meant to.
            self._child.returncode = 0
            self._child = None

    def _launch(self) -> None:
        run_as = choose_run_as(self._home)
        let_pass(self._home, run_as)
        ensure_cluster(self._home, run_as, durable=self._durable)
        discard_unreadable_claim(self._data)
        write_rules(self._home, run_as.client)
        if self._socket_directory is None or not self._socket_directory.is_dir():
            self._socket_directory = choose_socket_directory(self._home, run_as)
        self._child = self._start_postmaster(run_as, self._socket_directory)

    def _start_postmaster(self, run_as: RunAs, socket_directory: Path) -> "subprocess.Popen[bytes]":
        words = options(
            data=self._data, socket_directory=socket_directory, rules=self._home, durable=self._durable
        )
        output = open_log(self._home)
        self._log_start = log_size(self._home)
        try:
            return run_as.start(
                [program("postgres"), *words], output=output, environment=ENVIRONMENT | self._stale_claim()
            )
        finally:
            os.close(output)

    def _stale_claim(self) -> dict[str, str]:
        """Tell Postgres which number in the pid file is not a server's, as only we can know.

        It believes any living process (`CreateLockFile` in `miscinit.c`), except its own ancestors,
        and learns the grandparent's number from pg_ctl this way. Removing the file instead would also remove
        the number of the shared memory that a killed server's helpers may still be using.
        """
        claim = read_claim(self._data)
        return {"PG_GRANDPARENT_PID": str(claim.pid)} if claim and psutil.pid_exists(claim.pid) else {}

    def _ready_socket(self) -> Path | None:
        claim = find_living(self._data)
        return claim.socket_directory if claim and claim.ready else None

    async def _await_answer(self) -> Path:
        """Wait as long as the process lives: recovery after a crash takes the time it takes."""
        poll_s = POLL_S
        while self.lives():
            directory = self._ready_socket()
            if directory is not None and await asyncio.to_thread(psql.answers, directory):
                return directory
            await asyncio.sleep(poll_s)
            poll_s = min(2 * poll_s, LONGEST_POLL_S)
        raise ServerDied(why_it_ended(self._home, since=self._log_start))


async def _to_its_end(step: Callable[[], None]) -> None:
    """Run `step` in a thread, which can't be cancelled: whoever cancels us waits for its end."""
    running = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise
