"""The merchant says what a customer wants; what the customer said itself is taken back with a proof only."""

from db.connect import Connection
from domain.caller import Caller
from domain.consent import ConsentSource, ConsentState, MessagePurpose, check_proof, require_proof
from domain.customer import Channel
from domain.errors import CustomerNotFound, Failures
from domain.ids import CustomerId
from services.consent.held import hold
from services.consent.saying import Saying, lift, say, suppress


async def set_contact_preference(
    tx: Connection,
    caller: Caller,
    customer_id: CustomerId,
    channel: Channel,
    purpose: MessagePurpose,
    state: ConsentState,
    proof: str | None = None,
) -> None:
    """Say for a customer what it wants on a channel; what holds already is left as it is.

    Errors: CustomerNotFound at customer_id; ProofRequired, TooLong and what can't be stored at proof.
    """
    if failures := check_proof(proof):
        raise Failures(failures)
    key = caller.address_key
    held = await hold(tx, key, caller.merchant_id, customer_id, channel, purpose)
    if held is None:
        raise CustomerNotFound(field=("customer_id",))
    require_proof(held.all, state, proof)
    source, proven = ConsentSource.MERCHANT, (proof or "").strip() or None
    saying = Saying(channel, (purpose,), state, source, caller.actor, proven)
    if held.hashed is not None:
        if state is ConsentState.OPTED_OUT:
            await suppress(tx, caller.merchant_id, held.hashed, saying)
        else:
            await lift(tx, caller.merchant_id, held.hashed, channel, purpose)
    await say(tx, key, caller.merchant_id, customer_id, saying)
