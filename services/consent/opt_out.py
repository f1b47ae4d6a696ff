"""Whoever is behind an address asks for no more messages, or says that this was a mistake."""

from db.connect import Connection
from domain.consent import OWN_WORD, ConsentSource, ConsentState, MessagePurpose, Preference
from domain.customer import Channel
from domain.ids import MerchantId
from services.consent.held import hold, holder_of_address, suppressed
from services.consent.saying import Saying, lift, say, suppress
from services.keyed_secrets import KeyedSecrets

# Who tells us: nobody with a key to the API.
_ACTOR = "system"
# What is taken back: nobody asks for advertisements by mistake.
_TAKEN_BACK = MessagePurpose.TRANSACTIONAL


async def opt_out(
    tx: Connection,
    secrets: KeyedSecrets,
    merchant_id: MerchantId,
    channel: Channel,
    address: str,
    source: ConsentSource,
    proof: str | None = None,
) -> None:
    """Have nobody write to an address any more: an E.164 number, or a normalised e-mail address.

    For all purposes, for whoever has the address now or later, and for the customer who has it now, who may
    get another one. Said again, it is as it was.
    """
    key = secrets.address_key(merchant_id)
    saying = Saying(channel, tuple(MessagePurpose), ConsentState.OPTED_OUT, source, _ACTOR, proof)
    holder = await holder_of_address(tx, merchant_id, channel, address)
    if holder is not None:
        await hold(tx, key, merchant_id, holder, channel, _TAKEN_BACK)
    await suppress(tx, merchant_id, secrets.address_hash(merchant_id, address), saying)
    if holder is not None:
        await say(tx, key, merchant_id, holder, saying)


async def opt_in_again(
    tx: Connection,
    secrets: KeyedSecrets,
    merchant_id: MerchantId,
    channel: Channel,
    address: str,
    source: ConsentSource,
    proof: str | None = None,
) -> bool:
    """Take the opt-out of an address back for payment requests, by the word of whoever is behind it.

    What the merchant or a provider has said stays, and False is the answer.
    """
    key, hashed = secrets.address_key(merchant_id), secrets.address_hash(merchant_id, address)
    holder = await holder_of_address(tx, merchant_id, channel, address)
    held = None if holder is None else await hold(tx, key, merchant_id, holder, channel, _TAKEN_BACK)
    silent = await suppressed(tx, merchant_id, channel, hashed, _TAKEN_BACK)
    if not (_may_be_taken_back(silent) and _may_be_taken_back(held.said if held else None)):
        return False
    await lift(tx, merchant_id, hashed, channel, _TAKEN_BACK)
    if holder is not None:
        saying = Saying(channel, (_TAKEN_BACK,), ConsentState.OPTED_IN, source, _ACTOR, proof)
        await say(tx, key, merchant_id, holder, saying)
    return True


def _may_be_taken_back(said: Preference | None) -> bool:
    return said is None or said.state is not ConsentState.OPTED_OUT or said.source in OWN_WORD
