"""A process that keeps a few connections busy with requests and measures the answers.

Blocking on epoll and reading into one buffer: about 15 µs a request, so that it is never what is measured.
"""

import json
import re
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.load.order import Order, Outcome, read_requests

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHUNK = 1 << 18


@dataclass
class Exchange:
    """One connection: the request under way and what has come of its answer."""

    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    whole: int = 0  # bytes of the answer with its head, once the head has come

    def send(self, request: bytes) -> None:
        """Send a request; requests are far smaller than a socket's buffer."""
        self.received.clear()
        self.whole = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take in what has come; return whether the answer is whole."""
        some = self.socket.recv(_CHUNK)
        if not some:
            raise ConnectionError("the server closed the connection")
        self.received += some
        if not self.whole and (head := self.received.find(b"\r\n\r\n")) >= 0:
            self.whole = head + 4 + _content_length(self.received[:head])
        return 0 < self.whole <= len(self.received)


def drive(order: Order, requests: list[bytes]) -> Outcome:
    """Keep `order.connections` busy until the time or, when each may be sent only once, the requests end."""
    poll = select.epoll()
    exchanges = {e.socket.fileno(): e for e in (_connect(order.port) for _ in range(order.connections))}
    outcome = Outcome()
    begin = time.perf_counter()
    for number, exchange in enumerate(exchanges.values()):
        poll.register(exchange.socket.fileno(), select.EPOLLIN)
        exchange.send(requests[number % len(requests)])
    sent = waiting = len(exchanges)
    limit = min(order.limit or sys.maxsize, len(requests) if order.once else sys.maxsize)
    while waiting:
        for descriptor, _ in poll.poll():
            exchange = exchanges[descriptor]
            if not exchange.receive():
                continue
            now = time.perf_counter()
            outcome.add(now - exchange.sent_at, exchange.received, order)
            if now - begin < order.seconds and sent < limit:
                exchange.send(requests[sent % len(requests)])
                sent += 1
            else:
                waiting -= 1
    outcome.seconds = time.perf_counter() - begin
    return outcome


def ask(port: int, request: bytes) -> bytes:
    """Send one request over a connection of its own and return the answer's body."""
    exchange = _connect(port)
    exchange.send(request)
    while not exchange.receive():
        pass
    exchange.socket.close()
    return bytes(exchange.received.partition(b"\r\n\r\n")[2])


def _connect(port: int) -> Exchange:
    connected = socket.create_connection(("127.0.0.1", port))
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Exchange(connected)


def _content_length(head: bytes | bytearray) -> int:
    found = _LENGTH.search(head)
    if found is None:
        raise ValueError(f"an answer without a length: {bytes(head[:500])!r}")
    return int(found[1])


if __name__ == "__main__":
    given = Order(**json.loads(sys.stdin.read()))
    print(json.dumps(drive(given, read_requests(Path(given.requests))).summary()))
