"""A database of messages, and lanes that send them in the test's own process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from db.changes import CHANNEL
from db.connect import Pool
from db.transaction import Transaction
from db.writing import administering, writing
from domain.customer import Channel
from domain.ids import BatchId, MerchantId, new_id
from services.addresses import Addresses
from services.delivery.claim import Claims, claim_messages
from services.delivery.lane import Lane
from services.delivery.messenger import Certainty, Messenger
from services.messengers.gateway_address import read_gateway
from services.messengers.gateways import HttpGateway
from services.messengers.http import HttpMessenger
from services.messengers.log import LogMessenger
from services.witness import NOBODY, Witness
from tests.factories import make_shop
from tests.gateways.gateway import Gateway
from tests.services.delivery.sending import SECRETS, Outbox

ADDRESSES = Addresses("https://pay.example")
WAIT_TIMEOUT_S = 30.0


def messenger_to(
    gateway: Gateway, certainty: Certainty = Certainty.IDEMPOTENT, options: str = ""
) -> HttpMessenger:
    """Return who carries messages to a gateway."""
    http = read_gateway(gateway.setting(certainty, options), Channel.SMS)
    assert isinstance(http, HttpGateway)
    return HttpMessenger(http, Channel.SMS, lambda outgoing: f"https://pay.example/{outgoing.reference}")


@dataclass(frozen=True, slots=True)
class PostOffice:
    """One database, and the outbox of its first merchant."""

    pool: Pool
    outbox: Outbox

    async def another_outbox(self) -> Outbox:
        return Outbox(await make_shop(self.pool))

    async def claim(self, size: int, messenger: Messenger | None = None, **options: Any) -> Claims:
        return await claim_messages(
            self.pool, messenger or LogMessenger(Channel.SMS), ADDRESSES, size, **options
        )

    async def run_sql(self, sql: str, *arguments: Any) -> None:
        """Run a statement as the owner."""
        async with administering(self.pool) as tx:
            await tx.execute(sql, *arguments)

    async def a_batch(self) -> BatchId:
        """Make a batch of the first merchant, which goes on."""
        batch_id = BatchId(new_id())
        await self.run_sql(
            "insert into payment_request_batch (merchant_id, id, status, selection, currency, channels,"
            " tally, progress_done, actor, created_at)"
            " values ($1, $2, 'RUNNING', '{}', 'EUR', '{SMS}', '{}', 0, '', now())",
            *(self.outbox.shop.caller.merchant_id, batch_id),
        )
        return batch_id

    @asynccontextmanager
    async def hearing(self, heard: list[str], channel: str = CHANNEL) -> AsyncIterator[None]:
        """Add to `heard` what processes are told, to have changed if not said otherwise."""
        async with self.pool.acquire() as connection:

            def hear(_connection: object, _pid: int, _channel: str, payload: object) -> None:
                heard.append(str(payload))

            await connection.add_listener(channel, hear)
            yield
            await connection.remove_listener(channel, hear)

    def writing(self, merchant_id: MerchantId) -> Transaction:
        return writing(self.pool, merchant_id)

    async def time_passes(self) -> None:
        """Let all leases and pauses end."""
        await self.run_sql("update delivery set next_at = now() where status in ('QUEUED', 'SENDING')")

    @asynccontextmanager
    async def sending(self, messenger: Messenger, witness: Witness = NOBODY) -> AsyncIterator[Lane]:
        """Send what is due while the block runs, and what is under way at its end."""
        finish = asyncio.Event()
        lane = Lane(self.pool, messenger, ADDRESSES, SECRETS, witness)
        running = asyncio.create_task(lane.run(finish))
        try:
            yield lane
        finally:
            finish.set()
            await running
            await messenger.close()

    async def send_until(self, messenger: Messenger, **wanted: int) -> None:
        """Send until so many messages of the first merchant stand so: `SENT=3`."""
        async with self.sending(messenger):
            await self.until(lambda: self.stands(wanted))

    async def stands(self, wanted: dict[str, int]) -> bool:
        """Tell whether so many messages of the first merchant stand so: `{"SENT": 3}`."""
        return dict(await self.outbox.statuses()) == wanted

    async def until(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(WAIT_TIMEOUT_S):
            while not await is_so():  # noqa: ASYNC110 - a row tells, and no event
                await asyncio.sleep(0.01)


def ids(claims: Claims) -> Sequence[str]:
    """Return which messages were claimed, in their order."""
    return sorted(claimed.outgoing.reference for claimed in claims.claimed)
