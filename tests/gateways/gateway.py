"""The HTTP gateway as a test holds it: its address for each certainty, its faults, and what it took."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from app.settings import CHECKOUT
from services.delivery.messenger import Certainty
from tests.app.serving import free_port

START_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway that listens at `url`."""

    url: str

    def setting(self, certainty: Certainty = Certainty.IDEMPOTENT, options: str = "") -> str:
        """Return what SMS_URL or MAIL_URL is set to for it."""
        mode = certainty.value.lower()
        return f"{self.url}/{mode}?certainty={mode}{options}"

    def behave(self, **faults: float | str) -> None:
        """Have it fail as often as given, see `Faults`; nothing given, not at all."""
        httpx.put(f"{self.url}/faults", json=faults).raise_for_status()

    def ledger(self) -> dict[str, Any]:
        """Return what it took: `taken` counts by reference; see `Ledger`."""
        ledger: dict[str, Any] = httpx.get(f"{self.url}/ledger", timeout=30).json()
        return ledger

    def count(self) -> int:
        """Return how many messages it took."""
        taken: int = httpx.get(f"{self.url}/count").json()["taken"]
        return taken

    def forget(self) -> None:
        """Begin anew."""
        httpx.delete(f"{self.url}/ledger").raise_for_status()


@contextmanager
def gateway_process() -> Iterator[Gateway]:
    """Run a gateway that outlives whoever speaks to it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.gateways.http_gateway", str(port)],
        cwd=CHECKOUT,
        start_new_session=True,
    )
    try:
        gateway = Gateway(f"http://127.0.0.1:{port}")
        _wait_until_it_listens(gateway)
        yield gateway
    finally:
        process.terminate()
        process.wait(timeout=START_TIMEOUT_S)


def _wait_until_it_listens(gateway: Gateway) -> None:
    begun = time.monotonic()
    while True:
        try:
            gateway.count()
        except httpx.ConnectError:
            assert time.monotonic() - begun < START_TIMEOUT_S
            time.sleep(0.02)
        else:
            return
