"""Processes come and go under load, and nobody's request fails for it."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.settings import CHECKOUT
from db.connect import connect_pool
from tests.app.serving import LAST_LINE, free_port
from tests.factories import make_shop

PATIENCE_S = 20.0
CLIENTS = 6
QUERY = "{ customers { totalCount } }"
ANSWER = {"data": {"customers": {"totalCount": 0}}}
# A process that stops still answers: on a connection that was kept, that it is ready no more.
FINE = {"ready 200", "ready 503", "query 200 right"}
# Hands over a socket as systemd does: as the first free descriptor, to the process of this number.
AS_A_SERVICE_MANAGER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


@contextmanager
def serve(
    output: Path, settings: Mapping[str, str], *, on: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a `serve`, on a socket that is handed over as systemd does when there is one."""
    start = [sys.executable, "-m", "app", "serve"]
    if on is not None:
        start = [sys.executable, "-c", AS_A_SERVICE_MANAGER, str(on), *start]
    with output.open("wb") as said:
        process = subprocess.Popen(
            start,
            cwd=CHECKOUT,
            env={**os.environ, "DEMO": "off", "WORKER": "off", "LOG_FORMAT": "json", **settings},
            stdout=said,
            stderr=subprocess.STDOUT,
            pass_fds=() if on is None else (on,),
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


async def until_it_serves(output: Path) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while LAST_LINE not in _read(output):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"serve has only said {_read(output)}") from None


def _read(output: Path) -> str:
    return output.read_text("utf-8")


class Load:
    """Clients that ask again and again: some keep their connection, some come anew each time.

    They ask whether the server is ready and, with a key, for what is in the database.
    """

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._key = {"Authorization": f"Bearer {key}"}
        self._ended = asyncio.Event()
        self.answers: Counter[str] = Counter()

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator["Load"]:
        """Ask for as long as the block lasts, or until `end`."""
        clients = [self._ask(keeps=number % 2 == 0) for number in range(CLIENTS)]
        self._asking = [asyncio.create_task(client) for client in clients]
        try:
            await self.goes_on()
            yield self
        finally:
            await self.end()

    async def end(self) -> None:
        """Have each client's last request answered."""
        self._ended.set()
        await asyncio.gather(*self._asking)

    async def goes_on(self, more: int = 30) -> None:
        """Wait for some more answers."""
        target = self.answers.total() + more
        async with asyncio.timeout(PATIENCE_S):
            while self.answers.total() < target:  # noqa: ASYNC110 - counted by other tasks
                await asyncio.sleep(0.01)

    async def _ask(self, *, keeps: bool) -> None:
        limits = httpx.Limits(max_keepalive_connections=1 if keeps else 0)
        async with httpx.AsyncClient(limits=limits, timeout=30) as http:
            while not self._ended.is_set():
                for question in (self._ready, self._query):
                    try:
                        self.answers[await question(http)] += 1
                    except httpx.HTTPError as error:
                        self.answers[f"{question.__name__} {type(error).__name__}"] += 1
                await asyncio.sleep(0.005)

    async def _ready(self, http: httpx.AsyncClient) -> str:
        return f"ready {(await http.get(f'{self._url}/readyz')).status_code}"

    async def _query(self, http: httpx.AsyncClient) -> str:
        answer = await http.post(f"{self._url}/graphql", json={"query": QUERY}, headers=self._key)
        right = answer.json() == ANSWER
        return f"query {answer.status_code} {'right' if right else answer.text}"


def api_processes(parent: int) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(parent).children():
        with suppress(psutil.NoSuchProcess):  # it may be ending just now
            if "api" in child.cmdline():
                found.append(child)
    return found


@pytest.fixture
def settings(fresh_dsn: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": fresh_dsn, "KONTOR_HOME": str(tmp_path), "PORT": str(free_port())}


@pytest.fixture
async def key(fresh_dsn: str) -> str:
    """A merchant's key."""
    pool = await connect_pool(fresh_dsn, size=1)
    key = await (await make_shop(pool)).api_key()
    await pool.close()
    return key


async def test_a_successor_takes_over_under_load(settings: dict[str, str], key: str, tmp_path: Path) -> None:
    """The socket is the service manager's: who connects while nobody serves waits for the next."""
    first, second = tmp_path / "first", tmp_path / "second"
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with serve(first, settings, on=listening.fileno()) as old:
            await until_it_serves(first)
            async with Load(url, key).going_on() as load:
                with serve(second, settings, on=listening.fileno()):
                    await until_it_serves(second)
                    await load.goes_on()
                    old.send_signal(signal.SIGTERM)
                    code = await asyncio.to_thread(old.wait, 30)
                    await load.goes_on()
                    await load.end()

    assert code == 0
    assert set(load.answers) <= FINE
    assert load.answers["query 200 right"] > 0


async def test_an_api_process_that_ends_is_followed_by_another_under_load(
    settings: dict[str, str], key: str, tmp_path: Path
) -> None:
    """The other has its share meanwhile."""
    output = tmp_path / "said"
    url = f"http://127.0.0.1:{settings['PORT']}"
    with serve(output, {**settings, "PROCESSES": "2"}) as process:
        await until_it_serves(output)
        first = {child.pid: child for child in api_processes(process.pid)}
        async with Load(url, key).going_on() as load:
            next(iter(first.values())).terminate()
            await until_there_are(process.pid, 2, without=next(iter(first)))
            await load.goes_on()
        second = {child.pid for child in api_processes(process.pid)}

    assert len(first.keys() & second) == 1
    assert len(second) == 2
    assert set(load.answers) <= FINE
    assert load.answers["query 200 right"] > 0


async def until_there_are(parent: int, count: int, *, without: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            there = {child.pid for child in api_processes(parent)} - {without}
            if len(there) == count:
                return
            await asyncio.sleep(0.05)


async def test_a_process_that_drains_is_not_ready_and_still_answers(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """A load balancer needs the time to notice; then the WebSockets are told to go, and the process ends."""
    output, url = tmp_path / "said", f"http://127.0.0.1:{settings['PORT']}"
    with serve(output, {**settings, "DRAIN_SECONDS": "1"}) as process:
        await until_it_serves(output)
        async with (
            httpx.AsyncClient() as http,
            connect(f"ws{url[4:]}/graphql", subprotocols=["graphql-transport-ws"]) as stream,  # type: ignore[list-item]
        ):
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
            ready, alive = await http.get(f"{url}/readyz"), await http.get(f"{url}/healthz")
            with pytest.raises(ConnectionClosed) as closed:
                await stream.recv()
        code = await asyncio.to_thread(process.wait, 30)

    assert (ready.status_code, ready.json(), ready.headers["connection"]) == (
        503,
        {"status": "stopping"},
        "close",
    )
    assert alive.status_code == 200
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1001, "Going away")
    assert code == 0


async def test_processes_end_with_the_one_that_started_them(settings: dict[str, str], tmp_path: Path) -> None:
    """Also when that one is killed."""
    output = tmp_path / "said"
    with serve(output, {**settings, "PROCESSES": "2"}) as process:
        await until_it_serves(output)
        children = api_processes(process.pid)
        process.kill()
        _gone, alive = await asyncio.to_thread(psutil.wait_procs, children, timeout=PATIENCE_S)

    assert (len(children), alive) == (2, [])


async def test_what_keeps_a_process_from_starting_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    """By the process, and by the end of all."""
    output = tmp_path / "said"
    wrong = {"PROCESSES": "2", "TRUSTED_DOCUMENTS": str(tmp_path / "missing.json")}
    with serve(output, {**settings, **wrong}) as process:
        code = await asyncio.to_thread(process.wait, 30)

    assert code == 1
    assert re.search("^API process [12] could not be started.$", _read(output), re.MULTILINE)
