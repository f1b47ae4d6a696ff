"""The mutation by which a merchant says what a customer wants."""

from typing import Annotated

import strawberry

from db.connect import Connection
from domain.consent import ConsentState, MessagePurpose
from domain.customer import Channel
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from services.consent.preference import set_contact_preference
from services.mutating import Once, Seed

OnChannel = Annotated[Channel, strawberry.argument(description="On which way.")]
Purpose = Annotated[MessagePurpose, strawberry.argument(description="For which messages.")]
State = Annotated[ConsentState, strawberry.argument(description="What the customer wants.")]
Proof = Annotated[
    str | None,
    strawberry.argument(
        description="What shows it, such as when and where they agreed, in up to 1,000 characters. Needed to "
        "write again to somebody who has opted out."
    ),
]


def contact_preference_set(
    context: Context,
    customer_id: say.CustomerIdArgument,
    channel: OnChannel,
    state: State,
    purpose: Purpose = MessagePurpose.TRANSACTIONAL,
    proof: Proof = None,
) -> Work:
    """Say what a customer wants on a channel."""
    customer = ids.customer_id(customer_id, ("customer_id",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await set_contact_preference(tx, context.caller, customer, channel, purpose, state, proof)
        return {"customer": str(customer)}

    return Work(run)
