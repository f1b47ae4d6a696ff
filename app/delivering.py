"""Beside its jobs a worker sends messages, one lane a channel, and wakes them when something is queued."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.kept_secrets import secret_key
from app.messengers import messengers
from app.public_url import public_url
from app.settings import Settings
from app.waking import waking
from db.connect import connect_pool
from db.delivery.parts import CHANNEL
from domain.customer import Channel
from services.addresses import Addresses
from services.delivery.lane import SWEEP_S, Lane
from services.delivery.messenger import Messenger
from services.keyed_secrets import KeyedSecrets
from services.witness import NOBODY, Witness

log = logging.getLogger("kontor.delivery")

# For each lane: one to claim, two to write what became of messages.
POOL_SIZE_A_LANE = 3


@dataclass(frozen=True, slots=True)
class Post:
    """What it takes to send: who carries each channel's messages, and what is written into them.

    `private_webhooks` says that events may go to private addresses.
    """

    messengers: Mapping[Channel, Messenger]
    addresses: Addresses
    secrets: KeyedSecrets
    private_webhooks: bool = False


def post(settings: Settings) -> Post:
    """Return it as the settings say."""
    return Post(
        messengers(settings),
        Addresses(public_url(settings)),
        KeyedSecrets(secret_key(settings)),
        settings.webhooks_to_private_addresses,
    )


@asynccontextmanager
async def delivering(dsn: str, post: Post, witness: Witness = NOBODY) -> AsyncIterator[None]:
    """Send what is due for as long as the block runs, then what is under way; the messengers are closed.

    Errors: whatever asyncpg raises when no server answers at first.
    """
    finish = asyncio.Event()
    pool = await connect_pool(dsn, size=POOL_SIZE_A_LANE * len(post.messengers))
    lanes = [
        Lane(pool, messenger, post.addresses, post.secrets, witness) for messenger in post.messengers.values()
    ]
    running = [asyncio.create_task(_run(lane, finish)) for lane in lanes]
    try:
        async with waking(dsn, CHANNEL, [lane.due for lane in lanes]):
            yield
    finally:
        finish.set()
        await asyncio.wait(running)
        for messenger in post.messengers.values():
            await messenger.close()
        await pool.close()


async def _run(lane: Lane, finish: asyncio.Event) -> None:
    """Whatever happens to a lane, its messages go out."""
    while not finish.is_set():
        try:
            await lane.run(finish)
        except Exception:
            log.exception("a lane has broken off; beginning anew")
            await asyncio.sleep(SWEEP_S)
