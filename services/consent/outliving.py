"""What a customer has refused outlives it: the addresses it has in the end are suppressed when it goes."""

from db import contact_preferences
from db.connect import Connection
from domain.caller import Caller
from domain.consent import ConsentSource, ConsentState, MessagePurpose, address_hash
from domain.customer import Channel
from domain.ids import CustomerId
from services.consent.held import ADDRESSES
from services.consent.saying import Saying, suppress


async def remember_refusals(tx: Connection, caller: Caller, customer_id: CustomerId) -> None:
    """Suppress the addresses of a customer who is about to be deleted, where it wants no messages.

    Those that it had when it said so are suppressed already; it may have got others since.
    """
    merchant_id = caller.merchant_id
    for row in await contact_preferences.REFUSED.fetch(tx, merchant=merchant_id, customer=customer_id):
        channel, source = Channel(row["channel"]), ConsentSource(row["source"])
        if (address := row[ADDRESSES[channel]]) is not None:
            purposes = (MessagePurpose(row["purpose"]),)
            saying = Saying(channel, purposes, ConsentState.OPTED_OUT, source, caller.actor)
            await suppress(tx, merchant_id, address_hash(caller.address_key, address), saying)
