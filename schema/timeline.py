"""What happened to a customer, newest first."""

from datetime import datetime

import strawberry

from schema.actor import Actor
from schema.enums.customer import TimelineEventType
from schema.scalars import JSON


@strawberry.type(description="An event in the life of a customer.")
class TimelineEvent:
    id: strawberry.ID = strawberry.field(description="The id of the event.")
    type: TimelineEventType = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened.")
    actor: Actor = strawberry.field(description="Who did it.")
    summary: str = strawberry.field(
        description="What happened, in words, in the language asked for. Who did it is said by `actor` alone."
    )
    data: JSON | None = strawberry.field(description="What belongs to it, depending on the type.")
