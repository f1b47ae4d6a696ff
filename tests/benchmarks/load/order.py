"""What the load generator is told and what it tells: the two sides of a pipe."""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict


@dataclass(frozen=True)
class Order:
    """Where to send which requests (a file), for how long, over how many connections.

    `limit` ends it after so many requests, `once` when each has been sent. An answer must be 200, hold
    `expected` and nothing of `refused`.
    """

    port: int
    requests: str
    seconds: float
    connections: int
    expected: str
    refused: tuple[str, ...] = ('"errors"', '"userErrors":[{')
    limit: int | None = None
    once: bool = False


class Summary(TypedDict):
    """What came of an order; latencies in milliseconds, sizes in bytes of body and head."""

    requests: int
    seconds: float
    p50_ms: float
    p95_ms: float
    mean_bytes: int
    failures: int
    first_failure: str | None


@dataclass
class Outcome:
    """The answers of one order, judged as they come."""

    seconds: float = 0.0
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    size: int = 0
    failures: int = 0
    first_failure: str | None = None

    def add(self, latency: float, answer: bytearray, order: Order) -> None:
        """Count an answer, as a failure when it isn't what was expected."""
        self.latencies.append(latency)
        self.size += len(answer)
        refused = any(text.encode() in answer for text in order.refused)
        if refused or order.expected.encode() not in answer or not answer.startswith(b"HTTP/1.1 200"):
            self.failures += 1
            self.first_failure = self.first_failure or answer[:2000].decode("utf-8", "replace")

    def summary(self) -> Summary:
        """Return what the conductor needs."""
        ordered = sorted(self.latencies)
        count = len(ordered)
        return Summary(
            requests=count,
            seconds=self.seconds,
            p50_ms=ordered[count // 2] * 1000,
            p95_ms=ordered[math.ceil(count * 0.95) - 1] * 1000,
            mean_bytes=self.size // count,
            failures=self.failures,
            first_failure=self.first_failure,
        )


def write_requests(path: Path, requests: Iterable[bytes]) -> None:
    """Write requests, each after its length in eight hexadecimal digits."""
    path.write_bytes(b"".join(b"%08x%s" % (len(request), request) for request in requests))


def read_requests(path: Path) -> list[bytes]:
    """Read what `write_requests` wrote."""
    written = path.read_bytes()
    requests = []
    at = 0
    while at < len(written):
        length = int(written[at : at + 8], 16)
        requests.append(written[at + 8 : at + 8 + length])
        at += 8 + length
    return requests
