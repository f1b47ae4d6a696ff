"""What a customer wants is written down with its source, and holds at once: for it, and for its address."""

from collections.abc import Iterable
from dataclasses import dataclass

from db import contact_preferences
from db.connect import Connection
from domain.consent import ConsentSource, ConsentState, MessagePurpose
from domain.customer import Channel
from domain.ids import CustomerId, MerchantId, new_id
from domain.timeline import TimelineEventType
from services.consent.keeping import keep_blocks

_EVENTS = {
    ConsentState.OPTED_OUT: TimelineEventType.OPTED_OUT,
    ConsentState.OPTED_IN: TimelineEventType.OPTED_IN,
    ConsentState.UNKNOWN: TimelineEventType.UPDATED,
}


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said on a channel for some purposes, by whom; `actor` is who tells us."""

    channel: Channel
    purposes: Iterable[MessagePurpose]
    state: ConsentState
    source: ConsentSource
    actor: str
    proof: str | None = None


async def say(
    tx: Connection, key: bytes, merchant_id: MerchantId, customer_id: CustomerId, saying: Saying
) -> None:
    """Write down what a customer says; what it has said before, and as strongly, stays as it was."""
    await contact_preferences.SAY.execute(
        tx,
        merchant=merchant_id,
        customer=customer_id,
        channel=saying.channel.value,
        purposes=[purpose.value for purpose in saying.purposes],
        state=saying.state.value,
        source=saying.source.value,
        proof=saying.proof,
        event_id=new_id(),
        type=_EVENTS[saying.state].value,
        fields=["contact_preferences"] if saying.state is ConsentState.UNKNOWN else None,
        actor=saying.actor,
    )
    await keep_blocks(tx, key, merchant_id, [customer_id])


async def suppress(tx: Connection, merchant_id: MerchantId, hashed: bytes, saying: Saying) -> None:
    """Have nobody write to an address, given as its hash, whoever has it."""
    await contact_preferences.SUPPRESS.execute(
        tx,
        merchant=merchant_id,
        channel=saying.channel.value,
        address_hash=hashed,
        purposes=[purpose.value for purpose in saying.purposes],
        source=saying.source.value,
    )


async def lift(
    tx: Connection, merchant_id: MerchantId, hashed: bytes, channel: Channel, purpose: MessagePurpose
) -> None:
    """Let an address be written to again."""
    await contact_preferences.LIFT.execute(
        tx,
        merchant=merchant_id,
        channel=channel.value,
        address_hash=hashed,
        purpose=purpose.value,
    )
