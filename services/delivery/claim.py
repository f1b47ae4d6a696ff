"""A worker claims messages that are due over one channel; what must not go out any more is only found."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.connect import Connection, Pool, Record
from db.delivery import claim
from db.writing import administering
from domain.customer import Channel
from domain.delivery import DeliveryStatus
from domain.ids import DeliveryId, MerchantId, RequestId
from services.addresses import Addresses
from services.delivery.messenger import Messenger, Outgoing
from services.delivery.pace import ask_for, take

# A worker that is silent for so long is taken for dead; it hands nothing over near the end of it.
LEASE = timedelta(seconds=60)

BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send, at the `attempt`-th attempt of anybody.

    With `handed_over_at` it may be out since then, by `provider`. `is_wanted` says that it may still go out.
    """

    outgoing: Outgoing
    request_id: RequestId
    attempt: int
    tried_since: datetime
    expires_at: datetime | None
    handed_over_at: datetime | None
    provider: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Hindered:
    """A message that does not go out: its recipient wants none, or else nobody is asked any more."""

    delivery_id: DeliveryId
    request_id: RequestId
    is_opted_out: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """What one claim has found, and behind which merchant the next one goes on.

    With a `wait_s` the messenger's rate allowed for nothing at present.
    """

    claimed: Sequence[Claimed]
    hindered: Mapping[MerchantId, Sequence[Hindered]]
    after: UUID
    wait_s: float = 0.0


async def claim_messages(
    pool: Pool,
    messenger: Messenger,
    addresses: Addresses,
    size: int,
    after: UUID = BEFORE_ALL,
    lease: timedelta = LEASE,
) -> Claims:
    """Claim up to `size` messages, of each merchant as many as of any other."""
    async with administering(pool) as tx:
        grant = await ask_for(tx, messenger, size)
        if not grant.size:
            return Claims((), {}, after, grant.wait_s)
        await tx.execute(claim.PLANNED_ANEW)
        rows = await _claim(tx, messenger, grant.size, after, lease)
        if not rows and after != BEFORE_ALL:
            rows = await _claim(tx, messenger, grant.size, BEFORE_ALL, lease)
        claims = _claims(rows, addresses)
        await take(tx, messenger, len(claims.claimed))
        return claims


async def _claim(
    tx: Connection, messenger: Messenger, size: int, after: UUID, lease: timedelta
) -> Sequence[Record]:
    return await claim.CLAIM.fetch(
        tx, over=messenger.channel.value, provider=messenger.name, size=size, after=after, lease=lease
    )


def _claims(rows: Sequence[Record], addresses: Addresses) -> Claims:
    hindered: dict[MerchantId, list[Hindered]] = defaultdict(list)
    for row in rows:
        if row["attempt"] is None:
            hindered[MerchantId(row["merchant_id"])].append(_hindered(row))
    return Claims(
        [_claimed(row, addresses) for row in rows if row["attempt"] is not None],
        hindered,
        max((row["merchant_id"] for row in rows), default=BEFORE_ALL),
    )


def _hindered(row: Record) -> Hindered:
    return Hindered(DeliveryId(row["id"]), RequestId(row["request_id"]), row["obstacle"] == claim.OPTED_OUT)


def _claimed(row: Record, addresses: Addresses) -> Claimed:
    channel = Channel(row["channel"])
    return Claimed(
        outgoing=Outgoing(
            delivery_id=DeliveryId(row["id"]),
            merchant_id=MerchantId(row["merchant_id"]),
            merchant_name=row["merchant_name"],
            channel=channel,
            address=row["address"],
            locale=row["locale"],
            subject=row["subject"],
            text=row["text"],
            html=row["html"],
            opt_out_url=addresses.opt_out(row["token"], channel),
        ),
        request_id=RequestId(row["request_id"]),
        attempt=row["attempt"],
        tried_since=row["tried_since"],
        expires_at=row["expires_at"],
        handed_over_at=row["at"] if row["status"] == DeliveryStatus.SENDING else None,
        provider=row["provider"],
        is_wanted=row["obstacle"] is None,
    )
