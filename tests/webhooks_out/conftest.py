"""A receiver, and a merchant in a database of its own whose events nobody else sends."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from db.connect import Pool, connect_pool
from db.writing import administering
from domain.ids import SubscriptionId, WebhookMessageId
from services.keyed_secrets import KeyedSecrets
from services.webhooks_out.posting import Poster
from services.webhooks_out.sender import Sender
from services.webhooks_out.subscriptions import create_subscription, send_test
from tests.factories import Shop, make_shop
from tests.webhooks_out.receiver import Receiver, receiving

SECRETS = KeyedSecrets(b"of the tests" * 3)


@dataclass(frozen=True, slots=True)
class Told:
    """A merchant of whose doings a receiver is told, and what is known of that."""

    pool: Pool
    shop: Shop
    receiver: Receiver

    async def listen(self, *topics: str, url: str | None = None) -> SubscriptionId:
        """Have the receiver told."""

        async def create(tx: Any, caller: Any) -> SubscriptionId:
            return await create_subscription(tx, caller, url or self.receiver.url, topics, private=True)

        return await self.shop.do(create)

    async def test(self, subscription: SubscriptionId) -> WebhookMessageId:
        return await self.shop.do(send_test, subscription)

    async def send(self, poster: Poster | None = None) -> None:
        """Have a worker send whatever is due, and write what became of it."""
        poster = poster or Poster(private=True, timeout_s=1)
        finish = asyncio.Event()
        sending = asyncio.create_task(Sender(self.pool, poster, SECRETS).run(finish))
        async with asyncio.timeout(20):
            while await self.due():  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.01)
        finish.set()
        await sending
        await poster.close()

    async def due(self) -> int:
        """Return how many events are due, or under way."""
        sql = """
            select count(*)
            from webhook_message as m
            join webhook_subscription as s on s.merchant_id = m.merchant_id and s.id = m.subscription_id
            where m.status = 'SENDING' or (
                m.status = 'PENDING' and m.next_at <= now() and coalesce(s.rests_until, now()) <= now()
            )
        """
        async with administering(self.pool) as tx:
            return int(await tx.fetchval(sql))

    async def time_passes(self) -> None:
        """Let all pauses, leases and rests end."""
        async with administering(self.pool) as tx:
            await tx.execute("update webhook_message set next_at = now()")
            await tx.execute("update webhook_subscription set rests_until = null")

    async def statuses(self) -> list[str]:
        rows = await self.shop.fetch("select status from webhook_message where merchant_id = $1 order by id")
        return [row["status"] for row in rows]

    async def attempts(self) -> list[tuple[int, int | None, str | None]]:
        """Return number, response status and error of each attempt."""
        sql = (
            "select attempt, response_status, error from webhook_attempt where merchant_id = $1"
            " order by message_id, attempt"
        )
        return [tuple(row) for row in await self.shop.fetch(sql)]


@pytest.fixture
async def told(fresh_dsn: str) -> AsyncIterator[Told]:
    pool = await connect_pool(fresh_dsn, size=6)
    async with receiving() as receiver:
        yield Told(pool, await make_shop(pool), receiver)
    await pool.close()
