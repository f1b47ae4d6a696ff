"""A worker claims events that are due; each subscription has its turn, and only a few under way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from db.connect import Pool, Record
from db.webhooks_out import claim
from db.writing import administering
from domain.ids import MerchantId, SubscriptionId, WebhookMessageId

# A worker that is silent for so long is taken for dead, and its events are sent again.
LEASE = timedelta(seconds=60)
# Under way to one subscription at a time, so that a slow receiver holds up only itself.
OF_EACH = 8

Turn = tuple[UUID, UUID]
FIRST: Turn = (UUID(int=0), UUID(int=0))


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event that is ours to send, at the `attempt`-th attempt of anybody.

    `tries` counts those since it was last asked for; `failures` those in a row of its subscription, before.
    """

    id: WebhookMessageId
    merchant_id: MerchantId
    subscription_id: SubscriptionId
    topic: str
    payload: dict[str, Any]
    created_at: datetime
    url: str
    attempt: int
    tries: int
    failures: int


async def claim_events(
    pool: Pool, size: int, busy: Collection[UUID], after: Turn = FIRST, lease: timedelta = LEASE
) -> tuple[Sequence[Claimed], Turn]:
    """Claim up to `size` events of subscriptions that are not `busy`; return behind whom to go on."""
    values = {"busy": list(busy), "of_each": min(size, OF_EACH), "size": size, "lease": lease}
    async with administering(pool) as tx:
        rows = await claim.CLAIM.fetch(tx, **values, after_merchant=after[0], after=after[1])
        if not rows and after != FIRST:
            rows = await claim.CLAIM.fetch(tx, **values, after_merchant=FIRST[0], after=FIRST[1])
    turns = [(row["merchant_id"], row["subscription_id"]) for row in rows]
    return [_claimed(row) for row in rows], max(turns, default=FIRST)


def _claimed(row: Record) -> Claimed:
    return Claimed(
        id=WebhookMessageId(row["id"]),
        merchant_id=MerchantId(row["merchant_id"]),
        subscription_id=SubscriptionId(row["subscription_id"]),
        topic=row["topic"],
        payload=orjson.loads(row["payload"]),
        created_at=row["created_at"],
        url=row["url"],
        attempt=row["attempt"],
        tries=row["attempt"] - row["asked_again_at"],
        failures=row["failures"],
    )
