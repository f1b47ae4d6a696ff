"""Messages in the outbox as a test asks for them, and what became of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db.connect import Connection, Record
from db.writing import writing
from domain.consent import MessagePurpose
from domain.customer import Channel
from domain.ids import CustomerId, RequestId, new_id
from domain.messages.rendered import RenderedMessage
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from services.delivery.outbox import QueuedMessage, queue_messages
from services.keyed_secrets import KeyedSecrets
from services.payment_requests.insert import NewRequest, insert_requests
from tests.factories import Shop

SECRETS = KeyedSecrets(b"a secret of tests, 32 bytes long")
ADDRESSES = {Channel.SMS: "+4915123456789", Channel.EMAIL: "ada@example.com"}


def a_request(customer_id: CustomerId, **changed: Any) -> NewRequest:
    """Return a request for 12.50 EUR by SMS."""
    asked = NewRequest(customer_id, Money(1250, "EUR"), [Channel.SMS], PaymentRequestStatus.QUEUED, None)
    return replace(asked, **changed)


def a_message(
    shop: Shop, request_id: RequestId, channel: Channel = Channel.SMS, not_before: datetime | None = None
) -> QueuedMessage:
    """Return a message about a request."""
    address = ADDRESSES[channel]
    is_mail = channel is Channel.EMAIL
    return QueuedMessage(
        request_id,
        MessagePurpose.TRANSACTIONAL,
        address,
        SECRETS.address_hash(shop.caller.merchant_id, address),
        RenderedMessage(
            channel=channel,
            locale="de-DE",
            subject="Rechnung" if is_mail else None,
            text=f"12,50 € {request_id}",
            html="<p>12,50 €</p>" if is_mail else None,
            encoding=None,
            segments=None,
            unicode_characters=(),
        ),
        not_before,
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox of one merchant."""

    shop: Shop

    async def ask(
        self, count: int = 1, channels: Sequence[Channel] = (Channel.SMS,), **request: Any
    ) -> list[RequestId]:
        """Ask a customer for so many payments, each with a message on each of the channels."""
        customer_id = await self.shop.customer()
        requests = [a_request(customer_id, id=RequestId(new_id()), **request) for _ in range(count)]
        await self.put(requests, channels)
        return [asked.id for asked in requests]

    async def put(self, requests: Sequence[NewRequest], channels: Sequence[Channel]) -> None:
        """Write requests and their messages in one transaction."""
        merchant_id = self.shop.caller.merchant_id
        async with writing(self.shop.pool, merchant_id) as tx:
            await insert_requests(tx, merchant_id, self.shop.caller.actor, requests)
            await self.queue(tx, [asked.id for asked in requests], channels)

    async def queue(
        self,
        tx: Connection,
        requests: Sequence[RequestId],
        channels: Sequence[Channel],
        not_before: datetime | None = None,
    ) -> None:
        messages = [
            a_message(self.shop, request_id, channel, not_before)
            for request_id in requests
            for channel in channels
        ]
        await queue_messages(tx, self.shop.caller.merchant_id, messages)

    async def deliveries(self) -> list[Record]:
        return await self.shop.fetch("select * from delivery where merchant_id = $1 order by id")

    async def statuses(self) -> Counter[str]:
        return Counter(row["status"] for row in await self.deliveries())

    async def request_statuses(self) -> Counter[str]:
        rows = await self.shop.fetch("select status from payment_request where merchant_id = $1")
        return Counter(row["status"] for row in rows)

    async def change(self, sql: str, *arguments: Any) -> None:
        """Change rows by hand, with the merchant as `$1`."""
        await self.shop.fetch(sql, *arguments)
