"""What holds for a customer and its address before somebody says something else; locked meanwhile."""

from dataclasses import dataclass

from db import contact_preferences
from db.connect import Connection, Record
from db.identity import OWNERS
from domain.consent import ConsentSource, ConsentState, MessagePurpose, Preference, address_hash
from domain.customer import Channel, IdentityKind
from domain.ids import CustomerId, MerchantId

# Where a customer's address of a channel stands, and by what the address leads to the customer.
ADDRESSES = {Channel.SMS: "phone_e164", Channel.EMAIL: "email_normal"}
_IDENTITIES = {Channel.SMS: IdentityKind.PHONE, Channel.EMAIL: IdentityKind.EMAIL}


@dataclass(frozen=True, slots=True)
class Held:
    """What a customer has said of a channel and a purpose, and what holds for its address there.

    `hashed` is that address (domain.consent.address_hash); None when the customer has none.
    """

    hashed: bytes | None
    said: Preference | None
    suppressed: Preference | None

    @property
    def all(self) -> tuple[Preference, ...]:
        return tuple(one for one in (self.said, self.suppressed) if one is not None)


async def hold(
    tx: Connection,
    key: bytes,
    merchant_id: MerchantId,
    customer_id: CustomerId,
    channel: Channel,
    purpose: MessagePurpose,
) -> Held | None:
    """Return what holds for a customer, who is locked until the transaction ends; None when there is none."""
    about = {"merchant": merchant_id, "channel": channel.value, "purpose": purpose.value}
    row = await contact_preferences.HOLD.fetch_row(tx, **about, customer=customer_id)
    if row is None:
        return None
    address = row[ADDRESSES[channel]]
    hashed = None if address is None else address_hash(key, address)
    said = None if row["state"] is None else _preference(row, ConsentState(row["state"]), row["proof"])
    return Held(hashed, said, await suppressed(tx, merchant_id, channel, hashed, purpose))


async def suppressed(
    tx: Connection, merchant_id: MerchantId, channel: Channel, hashed: bytes | None, purpose: MessagePurpose
) -> Preference | None:
    """Return who has said that an address must not be written to, and when; None when nobody has."""
    if hashed is None:
        return None
    about = {"merchant": merchant_id, "channel": channel.value, "purpose": purpose.value}
    row = await contact_preferences.SUPPRESSED.fetch_row(tx, **about, address_hash=hashed)
    return None if row is None else _preference(row, ConsentState.OPTED_OUT)


async def holder_of_address(
    tx: Connection, merchant_id: MerchantId, channel: Channel, address: str
) -> CustomerId | None:
    """Return the customer who has an address now, or None."""
    kind = _IDENTITIES[channel].value
    row = await OWNERS.fetch_row(tx, merchant=merchant_id, kinds=[kind], values=[address])
    return None if row is None else CustomerId(row["customer_id"])


def _preference(row: Record, state: ConsentState, proof: str | None = None) -> Preference:
    return Preference(state, ConsentSource(row["source"]), row["at"], proof)
