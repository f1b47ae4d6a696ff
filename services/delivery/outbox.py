"""Messages are put into the outbox in the transaction of what they tell of, and sent once it is committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connect import Connection
from db.delivery.parts import NOTIFY
from db.delivery.queue import QUEUE
from db.rows import as_json
from domain.consent import MessagePurpose
from domain.ids import MerchantId, RequestId, new_id_text
from domain.messages.rendered import RenderedMessage


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """One message to one address: E.164 or an e-mail address, and its keyed hash (services.keyed_secrets).

    It is not sent before `not_before`; at once, when None.
    """

    request_id: RequestId
    purpose: MessagePurpose
    address: str
    address_hash: bytes
    message: RenderedMessage
    not_before: datetime | None = None


async def queue_messages(tx: Connection, merchant_id: MerchantId, messages: Sequence[QueuedMessage]) -> None:
    """Have messages sent once the transaction is committed: many in one statement, in the order given."""
    if not messages:
        return
    rows = [_row(message) for message in messages]
    await QUEUE.execute(tx, merchant=merchant_id, messages=as_json(rows))
    await NOTIFY.execute(tx)


def _row(queued: QueuedMessage) -> dict[str, Any]:
    message = queued.message
    return {
        "id": new_id_text(),
        "request_id": queued.request_id,
        "purpose": queued.purpose,
        "channel": message.channel,
        "address": queued.address,
        "address_hash": rf"\x{queued.address_hash.hex()}",
        "locale": message.locale,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "encoding": message.encoding,
        "segments": message.segments,
        "unicode_characters": message.unicode_characters,
        "next_at": queued.not_before,
    }
