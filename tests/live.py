"""A server as people start it: a process of its own, on a port that is free."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running server; `url` is without /graphql."""

    url: str
    api_key: str


@contextmanager
def serving(dsn: str, home: Path, api_key: str) -> Iterator[LiveServer]:
    """Run the server on a migrated database until the test is done with it."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve"],
        env=os.environ
        | {"DATABASE_URL": dsn, "KONTOR_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "the server ended before it was ready"
        yield LiveServer(f"http://127.0.0.1:{port}", api_key)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
