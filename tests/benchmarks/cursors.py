"""The cursors of customers deep in the list, as each GraphQL server writes them."""

from dataclasses import replace

import orjson

from domain.ids import Kind, encode
from tests.benchmarks.cases import Asked, Case
from tests.benchmarks.load.generator import ask
from tests.benchmarks.server import Server
from tests.benchmarks.targets import Targets

_CASE = Case("cursor of one customer", "cursor", lambda *_: Asked({}, {}))


def with_cursors(targets: Targets, servers: list[Server]) -> Targets:
    """Return the targets with the cursor of each deep customer, by server.

    A list of only that customer, in the same order, gives the cursor that it has in the whole list.
    """
    found = {
        server.contender.name: [_cursor(server, targets, place) for place in range(len(targets.deep))]
        for server in servers
        if server.contender.takes(_CASE)
    }
    return replace(targets, cursors=found)


def _cursor(server: Server, targets: Targets, place: int) -> str:
    uuid = targets.deep[place]
    asked = Asked({"id": encode(Kind.CUSTOMER, uuid)}, {"merchant": str(targets.merchant), "id": str(uuid)})
    answer = orjson.loads(ask(server.port, server.contender.request(_CASE, asked)))
    cursor: str = answer["data"]["customers"]["edges"][0]["cursor"]
    return cursor
