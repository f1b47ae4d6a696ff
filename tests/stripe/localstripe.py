"""localstripe, a Stripe to run oneself, as a process of its own."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.settings import CHECKOUT
from tests.app.serving import free_port

PYTHON = CHECKOUT / ".venv" / "stripe" / "bin" / "python"
# Its own command listens on all addresses, and only where there is IPv6.
PROGRAM = (
    "import sys; from aiohttp import web; from localstripe.server import app;"
    "web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]))"
)
PATIENCE_S = 60.0
# It takes any key that looks like one.
API_KEY = "sk_test_kontor"


@contextmanager
def local_stripe(folder: Path) -> Iterator[str]:
    """Give the address of an empty one; `folder` keeps what it says."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (folder / "localstripe.log").open("wb") as log:
        process = subprocess.Popen([PYTHON, "-c", PROGRAM, str(port)], stdout=log, stderr=log)
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(url: str) -> None:
    begun = time.monotonic()
    while True:
        try:
            httpx.get(url)
        except httpx.TransportError:
            assert time.monotonic() - begun < PATIENCE_S, "localstripe does not answer"
            time.sleep(0.1)
        else:
            return
