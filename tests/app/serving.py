"""Kontor as a person has it: processes with a home of their own, their words, and questions over HTTP."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TextIO

import httpx

from app.settings import CHECKOUT, Settings

LAST_LINE = "Ctrl-C stops it.\n"
EXIT_TIMEOUT_S = 30


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run one command of Kontor to its end; variables that Kontor reads are those given and no others."""
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=CHECKOUT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """A `serve` that is ready, and what it has said until then."""

    process: "subprocess.Popen[str]"
    port: int
    said: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    @property
    def key(self) -> str:
        """The key that it printed."""
        (line,) = [line for line in self.said.splitlines() if line.startswith("  API key")]
        return line.split()[-1]

    @property
    def curl(self) -> list[str]:
        """The words of the command that it printed, as a shell reads them."""
        printed = self.said[self.said.index("curl ") : self.said.index(LAST_LINE)]
        return shlex.split(printed.replace("\\\n", ""))

    def ask(self, query: str, key: str | None = None) -> httpx.Response:
        return httpx.post(
            self.url,
            json={"query": query},
            headers={"Authorization": f"Bearer {key or self.key}", "Accept-Language": "en"},
        )

    def data(self, query: str) -> Any:
        answer = self.ask(query).json()
        assert "errors" not in answer
        return answer["data"]

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Signal the whole process group, as a terminal does; return the exit code."""
        os.killpg(self.process.pid, number)
        self.process.wait(timeout=EXIT_TIMEOUT_S)
        return self.process.returncode


@contextmanager
def new_place() -> Iterator[Path]:
    """Give a folder outside pytest's own, whose rights pytest sets back while it runs; then it is gone."""
    with tempfile.TemporaryDirectory(prefix="kontor-test-") as folder:
        place = Path(folder)
        place.chmod(0o711)  # the server's account passes through
        yield place


def serving(home: Path, **environment: str) -> AbstractContextManager[Serving]:
    """Give a `serve` over `home` that is ready; it is ended when that is still to be done."""
    return serving_from(CHECKOUT, home, **environment)


@contextmanager
def serving_from(checkout: Path, home: Path, /, **environment: str) -> Iterator[Serving]:
    """Give what `serving` does, of the code in another folder.

    It speaks into a file: a pipe that nobody reads is full one day, and then it would wait for ever.
    """
    port = free_port()
    with tempfile.TemporaryFile("a+") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=checkout,
            env=_environment({"KONTOR_HOME": str(home), "PORT": str(port), **environment}),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield Serving(process, port, _said_until_ready(process, output))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=EXIT_TIMEOUT_S)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def seconds_until_refused(server: Serving, key: str, limit_s: float) -> float:
    """Return after how long the key was refused; fail when that takes longer than the limit."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit_s:
        if server.ask("{ viewer { role } }", key).status_code == httpx.codes.UNAUTHORIZED:
            return time.monotonic() - begun
        time.sleep(0.1)
    raise AssertionError(f"after {limit_s} s the key still opens the API")


def _said_until_ready(process: "subprocess.Popen[str]", output: TextIO) -> str:
    while True:
        ended = process.poll() is not None
        output.seek(0)
        said = output.read()
        if LAST_LINE in said:
            return said[: said.index(LAST_LINE) + len(LAST_LINE)]
        assert not ended, f"serve ended: {said}"
        time.sleep(0.02)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    ours = {setting.name.upper() for setting in fields(Settings)}
    return {name: value for name, value in os.environ.items() if name not in ours} | dict(given)
