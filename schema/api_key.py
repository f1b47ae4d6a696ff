"""What a program signs in with."""

from datetime import datetime

import strawberry

from schema.enums.access import Role


@strawberry.type(description="What a program signs in with: a secret that opens what its role may do.")
class ApiKey:
    # No Node: whoever may read anything by its id may not read this.
    id: strawberry.ID = strawberry.field(description="The id: a prefix for the kind, and a UUID.")
    name: str = strawberry.field(description="Who holds it.")
    role: Role = strawberry.field(description="What its holder may do.")
    valid: bool = strawberry.field(description="Whether it opens anything: not revoked, and not expired.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(
        description="From when it opens nothing any more; null when it has no end."
    )
    last_used_at: datetime | None = strawberry.field(
        description="When it was last used, to about a minute; null when it never was."
    )
    rotated_at: datetime | None = strawberry.field(
        description="When it got its present secret; null when that is its first."
    )
    previous_secret_until: datetime | None = strawberry.field(
        description="Until when the secret before opens the same; null when it opens nothing any more."
    )
    revoked_at: datetime | None = strawberry.field(description="When it was revoked; null when it never was.")
