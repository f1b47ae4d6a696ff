"""Who did something, or asks for it."""

import strawberry

from schema.enums.access import ActorKind


@strawberry.type(description="Who did something: a person, a program, or Kontor itself.")
class Actor:
    kind: ActorKind = strawberry.field(description="What kind of actor it is.")
    id: strawberry.ID | None = strawberry.field(
        description="The id of the actor; null where the kind says it all."
    )
    name: str | None = strawberry.field(description="What people call the actor.")
