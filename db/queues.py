"""What waits to be done, of all merchants: how much, and for how long the oldest has been due."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.connect import Connection

# Each reads an index that holds only what is open.
_QUEUES: Mapping[str, str] = {
    "job": """
        select kind as part, state as state, count(*) as depth, min(next_at) as since from job
        where state in ('PENDING', 'RUNNING') group by kind, state
    """,
    "delivery": """
        select channel as part, status as state, count(*) as depth, min(next_at) as since from delivery
        where status in ('QUEUED', 'SENDING') group by channel, status
    """,
    "webhook_message": """
        select '' as part, status as state, count(*) as depth, min(next_at) as since from webhook_message
        where status in ('PENDING', 'SENDING') group by status
    """,
}
_LOOK = " union all ".join(
    f"select '{queue}' as queue, part, state, depth, "  # noqa: S608 - of our own words
    f"greatest(0, extract(epoch from now() - since))::float8 as overdue_s from ({sql}) as {queue}_queue"
    for queue, sql in _QUEUES.items()
)


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of what waits; `part` is a kind of job or a channel, and empty where there is one only."""

    name: str
    part: str
    state: str
    depth: int
    overdue_s: float


async def queues(tx: Connection) -> list[Queue]:
    """Return what waits, in a transaction of the owner."""
    return [Queue(*row.values()) for row in await tx.fetch(_LOOK)]
