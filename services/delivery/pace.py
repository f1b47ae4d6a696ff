"""How many messages a messenger may be handed now, so that all workers together keep its rate."""

import math
from dataclasses import dataclass

from db.connect import Connection
from db.delivery.pace import LOOK, MEET, TAKE
from services.delivery.messenger import Messenger

# What was not sent in this time is not made up for: a provider counts by the second, and so do we, finer.
BURST_S = 0.1


@dataclass(frozen=True, slots=True)
class Grant:
    """So many now; when none, some in `wait_s` seconds."""

    size: int
    wait_s: float = 0.0


def granted(wait_s: float, per_second: float, size: int) -> Grant:
    """Return how many of `size` may go now, of a sender that may in `wait_s` seconds, or could before."""
    if wait_s > 0:
        return Grant(0, wait_s)
    saved_s = min(-wait_s, BURST_S)
    return Grant(min(size, 1 + math.floor(saved_s * per_second)))


async def ask_for(tx: Connection, messenger: Messenger, size: int) -> Grant:
    """Return how many may be sent; until the transaction ends, nobody else is granted any."""
    if messenger.per_second is None:
        return Grant(size)
    await MEET.execute(tx, sender=messenger.name)
    wait_s: float = await LOOK.fetch_value(tx, sender=messenger.name)
    return granted(wait_s, messenger.per_second, size)


async def take(tx: Connection, messenger: Messenger, count: int) -> None:
    """Note how many are sent of what was granted, in the same transaction."""
    if messenger.per_second is not None and count:
        taken_s = count / messenger.per_second
        await TAKE.execute(tx, sender=messenger.name, burst_s=BURST_S, taken_s=taken_s)
