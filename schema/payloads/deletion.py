"""What deletions answer."""

import strawberry

from schema.user_errors import InputUserError


@strawberry.type(description="What became of something that was to be deleted.")
class DeletePayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        description="The id of what is gone; null when nothing was deleted."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was deleted; empty when it was."
    )
