"""A provider reports what became of a message: the best that was ever reported stands, in whatever order."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from db.connect import Connection, Record
from db.delivery import report as statements
from domain.delivery import DELIVERY_TRANSITIONS, DeliveryError, DeliveryStatus
from domain.ids import DeliveryId, MerchantId, RequestId
from services.delivery.settle import change_of, follow_up, hold_requests


class Heard(Enum):
    """What a report came to."""

    # The message has become what the report says.
    NEWS = "NEWS"
    # It was told before, or too late.
    NOTHING_NEW = "NOTHING_NEW"
    # There is no such message.
    NEVER_SENT = "NEVER_SENT"


@dataclass(frozen=True, slots=True)
class ProviderMessage:
    """A message by what its provider calls it; `provider` is the messenger's name."""

    provider: str
    id: str


async def take_report(
    tx: Connection,
    merchant_id: MerchantId,
    message: DeliveryId | ProviderMessage,
    status: DeliveryStatus,
    at: datetime | None = None,
    error: DeliveryError | None = None,
) -> Heard:
    """Take a report of SENT, DELIVERED or FAILED, at its time or now; return what it came to.

    A report that comes again, or too late, changes nothing: DELIVERED stands, and comes even after FAILED.
    A provider's own id is known once the sending is settled: a report that comes before should come again.
    """
    found = await _find(tx, merchant_id, message)
    if found is None:
        return Heard.NEVER_SENT
    held = await hold_requests(tx, merchant_id, [RequestId(found["request_id"])])
    changed = await statements.REPORT.fetch(
        tx,
        merchant=merchant_id,
        delivery=found["id"],
        reported=status.value,
        statuses=[before.value for before in DeliveryStatus if DELIVERY_TRANSITIONS.allows(before, status)],
        at=at,
        error=None if error is None else error.value,
    )
    if not changed:
        return Heard.NOTHING_NEW
    await follow_up(tx, merchant_id, held, [change_of(row) for row in changed], at)
    return Heard.NEWS


async def _find(
    tx: Connection, merchant_id: MerchantId, message: DeliveryId | ProviderMessage
) -> Record | None:
    if isinstance(message, ProviderMessage):
        return await statements.FIND_BY_PROVIDER.fetch_row(
            tx, merchant=merchant_id, provider=message.provider, provider_message_id=message.id
        )
    return await statements.FIND.fetch_row(tx, merchant=merchant_id, delivery=message)
