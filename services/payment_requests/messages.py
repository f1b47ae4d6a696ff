"""A request becomes one message for each channel that reaches its customer, or reasons why it does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.payment_requests.recipient import BLOCKERS
from domain.consent import MessagePurpose
from domain.customer import Channel
from domain.ids import RequestId
from domain.messages.rendered import RequestFacts
from domain.readiness import SendBlocker
from services.delivery.outbox import QueuedMessage
from services.messages.writer import Writer

# Where a message goes, as the customer has it; not null unless something blocks the channel.
_ADDRESSES = {Channel.SMS: "phone_e164", Channel.EMAIL: "email_normal"}


@dataclass(frozen=True, slots=True)
class Addressed:
    """What goes out, and why the rest does not: each reason once, in the order of the channels."""

    messages: Sequence[QueuedMessage]
    blockers: Sequence[SendBlocker]


@dataclass(frozen=True, slots=True)
class Addressing:
    """Writes the messages of requests. `address_hash` is the merchant's."""

    writer: Writer
    channels: Sequence[Channel]
    address_hash: Callable[[str], bytes]

    def address(self, customer: Mapping[str, Any], request: RequestId, facts: RequestFacts) -> Addressed:
        """Return the messages of a request to a customer, as `RECIPIENT` has it."""
        blocked = dict(self._blockers(customer, facts))
        return Addressed(
            [
                self._message(customer, request, facts, channel)
                for channel in self.channels
                if channel not in blocked
            ],
            list(dict.fromkeys(blocked.values())),
        )

    def _blockers(
        self, customer: Mapping[str, Any], facts: RequestFacts
    ) -> Iterator[tuple[Channel, SendBlocker]]:
        for channel in self.channels:
            if blocker := customer[BLOCKERS[channel]]:
                yield channel, SendBlocker(blocker)
            elif self.writer.missing(customer, channel, facts.expires_at):
                yield channel, SendBlocker.TAG_VALUE_MISSING

    def _message(
        self, customer: Mapping[str, Any], request: RequestId, facts: RequestFacts, channel: Channel
    ) -> QueuedMessage:
        address = customer[_ADDRESSES[channel]]
        return QueuedMessage(
            request_id=request,
            purpose=MessagePurpose.TRANSACTIONAL,
            address=address,
            address_hash=self.address_hash(address),
            message=self.writer.write(customer, facts, channel),
        )
