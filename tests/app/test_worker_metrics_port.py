"""A worker's numbers are on a port of its own, also when `serve` brings it."""

import asyncio
import socket
import time
from pathlib import Path

import httpx

from tests.app.serving import Serving, free_port, new_place, run, serving
from tests.app.test_metrics import read_numbers

STARTED_WITHIN_S = 60.0


def until_it_is_told(server: Serving, port: int) -> None:
    """Wait until the worker that a server has brought listens: it starts beside."""
    begun = time.monotonic()
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/metrics")
        except httpx.ConnectError:
            assert server.process.poll() is None
            assert time.monotonic() - begun < STARTED_WITHIN_S
            time.sleep(0.1)
        else:
            return


def test_serve_and_its_worker_tell_each_their_own(fresh_dsn: str) -> None:
    """The API's requests, and the worker's deliveries; both know what waits."""
    api, worker = free_port(), free_port()
    with (
        new_place() as home,
        serving(
            home,
            DATABASE_URL=fresh_dsn,
            DEMO="off",
            METRICS_PORT=str(api),
            WORKER_METRICS_PORT=str(worker),
        ) as server,
    ):
        until_it_is_told(server, worker)
        of_api, of_worker = (asyncio.run(read_numbers(port)) for port in (api, worker))
        names_of_api, names_of_worker = ({name for name, _ in numbers} for numbers in (of_api, of_worker))

    assert "kontor_pool_limit" in names_of_api - names_of_worker
    assert {"kontor_database_up", "kontor_webhook_seconds_count"} <= names_of_worker
    assert of_worker["kontor_database_up", frozenset()] == 1


def test_serve_does_not_start_a_worker_whose_port_is_taken(fresh_dsn: str, tmp_path: Path) -> None:
    """It would end at once, and each that follows it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(
            "serve",
            DATABASE_URL=fresh_dsn,
            KONTOR_HOME=str(tmp_path),
            PORT=str(free_port()),
            DEMO="off",
            WORKER_METRICS_PORT=str(port),
        )
        alone = run(
            "worker", DATABASE_URL=fresh_dsn, KONTOR_HOME=str(tmp_path), WORKER_METRICS_PORT=str(port)
        )

    sentence = f"Port {port} on 127.0.0.1 is taken: stop what listens there, or set WORKER_METRICS_PORT to"
    for process in (done, alone):
        assert process.returncode == 1
        assert sentence in process.stderr
        assert "Traceback" not in process.stderr
