"""What became of messages is written, and what follows: their requests, the timelines, who waits for news."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connect import Connection, Pool, Record
from db.delivery import settle as statements
from db.rows import as_json
from db.writing import writing
from domain.consent import ConsentSource
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus, reached_by
from domain.ids import CustomerId, Kind, MerchantId, RequestId, encode, new_id_text
from domain.payment_request import PaymentRequestStatus
from domain.storable import misfit
from domain.timeline import TimelineEventType
from services.changes import job_topic, tell_change
from services.consent.opt_out import opt_out
from services.delivery.attempt import Outcome
from services.delivery.claim import Claimed, Hindered
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.status import move_requests

ACTOR = "system"
PROVIDER_MESSAGE_ID_LIMIT = 200

_EVENTS = {
    DeliveryStatus.SENT: TimelineEventType.REQUEST_SENT,
    DeliveryStatus.DELIVERED: TimelineEventType.REQUEST_DELIVERED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A message that has just become something."""

    request_id: RequestId
    channel: Channel
    status: DeliveryStatus


async def settle(
    pool: Pool, secrets: KeyedSecrets, merchant_id: MerchantId, outcomes: Sequence[tuple[Claimed, Outcome]]
) -> None:
    """Write outcomes of one merchant's messages; what somebody else has claimed meanwhile is left to them."""
    rows = as_json([_row(claimed, outcome) for claimed, outcome in outcomes])
    async with writing(pool, merchant_id) as tx:
        held = await hold_requests(tx, merchant_id, {claimed.request_id for claimed, _ in outcomes})
        deliveries = [claimed.outgoing.delivery_id for claimed, _ in outcomes]
        settled = await statements.SETTLE.fetch(
            tx, merchant=merchant_id, deliveries=deliveries, outcomes=rows
        )
        changes = [change_of(row) for row in settled if row["is_new"]]
        await follow_up(tx, merchant_id, held, changes)
        await _keep_blocked(tx, secrets, merchant_id, outcomes)


async def _keep_blocked(
    tx: Connection,
    secrets: KeyedSecrets,
    merchant_id: MerchantId,
    outcomes: Sequence[tuple[Claimed, Outcome]],
) -> None:
    """Write to nobody again who has told the provider to stop."""
    for claimed, outcome in outcomes:
        if outcome.error is DeliveryError.BLOCKLISTED:
            message = claimed.outgoing
            source = ConsentSource.PROVIDER_BLOCKLIST
            await opt_out(tx, secrets, merchant_id, message.channel, message.address, source)


async def end_hindered(
    pool: Pool, merchant_id: MerchantId, hindered: Sequence[Hindered]
) -> Sequence[DeliveryStatus]:
    """End messages that must not go out: FAILED where somebody opted out, else CANCELED; return these."""
    endings: list[DeliveryStatus] = []
    async with writing(pool, merchant_id) as tx:
        held = await hold_requests(tx, merchant_id, {message.request_id for message in hindered})
        for is_opted_out, ended, error in _ENDINGS:
            deliveries = [message.delivery_id for message in hindered if message.is_opted_out == is_opted_out]
            if deliveries:
                rows = await statements.END.fetch(
                    tx, merchant=merchant_id, deliveries=deliveries, ended=ended.value, error=error
                )
                endings += [ended] * len(rows)
        await follow_up(tx, merchant_id, held, ())
    return endings


_ENDINGS = (
    (True, DeliveryStatus.FAILED, DeliveryError.OPTED_OUT.value),
    (False, DeliveryStatus.CANCELED, None),
)


async def hold_requests(
    tx: Connection, merchant_id: MerchantId, requests: Collection[RequestId]
) -> Mapping[RequestId, Record]:
    """Lock requests, before their messages, and return their customers and batches."""
    rows = await statements.LOCK_REQUESTS.fetch(tx, merchant=merchant_id, requests=list(requests))
    return {RequestId(row["id"]): row for row in rows}


def change_of(row: Record) -> Change:
    return Change(RequestId(row["request_id"]), Channel(row["channel"]), DeliveryStatus(row["status"]))


async def follow_up(
    tx: Connection,
    merchant_id: MerchantId,
    held: Mapping[RequestId, Record],
    changes: Sequence[Change],
    at: datetime | None = None,
) -> None:
    """Bring requests to where their messages have brought them, note what happened, and tell who waits."""
    for target, requests in (await _targets(tx, merchant_id, held)).items():
        await move_requests(tx, merchant_id, requests, target, at)
    await _note(tx, merchant_id, held, changes)
    for batch_id in {row["batch_id"] for row in held.values()} - {None}:
        await tell_change(tx, job_topic(merchant_id, batch_id))


async def _targets(
    tx: Connection, merchant_id: MerchantId, requests: Iterable[RequestId]
) -> Mapping[PaymentRequestStatus, Sequence[RequestId]]:
    targets: dict[PaymentRequestStatus, list[RequestId]] = defaultdict(list)
    for row in await statements.STATES.fetch(tx, merchant=merchant_id, requests=list(requests)):
        reached = reached_by({DeliveryStatus(status) for status in row["statuses"]})
        if reached is not None:
            targets[reached].append(RequestId(row["request_id"]))
    return targets


async def _note(
    tx: Connection, merchant_id: MerchantId, held: Mapping[RequestId, Record], changes: Sequence[Change]
) -> None:
    events = [
        _event(held[change.request_id]["customer_id"], change)
        for change in changes
        if change.status in _EVENTS and change.request_id in held
    ]
    if events:
        await statements.NOTE.execute(tx, merchant=merchant_id, actor=ACTOR, events=as_json(events))


def _event(customer_id: CustomerId, change: Change) -> dict[str, Any]:
    return {
        "event_id": new_id_text(),
        "customer_id": customer_id,
        "type": _EVENTS[change.status],
        "request": encode(Kind.PAYMENT_REQUEST, change.request_id),
        "channel": change.channel,
    }


def _row(claimed: Claimed, outcome: Outcome) -> dict[str, Any]:
    return {
        "id": claimed.outgoing.delivery_id,
        "attempt": claimed.attempt,
        "status": outcome.status,
        "error": outcome.error,
        "provider_message_id": _kept(outcome.provider_message_id),
        "pause": None if outcome.pause is None else f"{outcome.pause.total_seconds()} seconds",
    }


def _kept(provider_message_id: str | None) -> str | None:
    """Return the id as far as it can be kept: it comes from elsewhere, and nothing hangs on it."""
    if provider_message_id is None or misfit(provider_message_id, PROVIDER_MESSAGE_ID_LIMIT):
        return None
    return provider_message_id
