"""Whether the resident memory of the API stays flat under many requests of all kinds."""

import math
from collections.abc import Sequence
from random import Random

from tests.benchmarks import cases
from tests.benchmarks.load.order import Order, write_requests
from tests.benchmarks.measure import Stand
from tests.benchmarks.processes import resident_bytes
from tests.benchmarks.server import Server
from tests.benchmarks.targets import Targets

_LEGS = 10
_MIX = (cases.SMALL, cases.CUSTOMER, cases.SMALL, cases.GROUP, cases.SMALL, cases.SEARCH, cases.LIST)


async def watch_memory(stand: Stand, server: Server, targets: Targets, requests: int) -> Sequence[int]:
    """Return the resident bytes of the server after each tenth of so many requests."""
    file = stand.folder / "memory.requests"
    random = Random("memory")
    write_requests(
        file,
        (
            server.contender.request(case, case.ask(targets, random, number))
            for number in range(300)
            for case in _MIX
        ),
    )
    order = Order(
        port=server.port,
        requests=str(file),
        seconds=math.inf,
        connections=stand.connections,
        expected='"data"',
        limit=math.ceil(requests / _LEGS),
    )
    resident = []
    for _ in range(_LEGS):
        await stand.drive(order)
        resident.append(resident_bytes(server.pid))
    return resident
