"""What a customer wants to get, on which channel, and how that is known."""

from datetime import datetime

import strawberry

from schema.enums.consent import ConsentSource, ConsentState, MessagePurpose
from schema.enums.customer import Channel


@strawberry.type(description="What a customer says to messages of one purpose on one channel.")
class ContactPreference:
    channel: Channel = strawberry.field(description="On which way.")
    purpose: MessagePurpose = strawberry.field(description="For which messages.")
    state: ConsentState = strawberry.field(description="What holds.")
    source: ConsentSource = strawberry.field(description="How it is known.")
    at: datetime = strawberry.field(description="Since when.")
    proof: str | None = strawberry.field(
        description="What shows it, as it was given; null when nothing was given."
    )
