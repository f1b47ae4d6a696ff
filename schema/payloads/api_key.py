"""What mutations of API keys answer."""

import strawberry

from schema.api_key import ApiKey
from schema.user_errors import InputUserError


@strawberry.type(description="A key at the one moment when its secret is known.")
class ApiKeySecretPayload:
    api_key: ApiKey | None = strawberry.field(description="The key; null when nothing was done.")
    secret: str | None = strawberry.field(
        description="What goes behind `Authorization: Bearer`. Keep it now: it is never shown again."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )


@strawberry.type(description="A key that was changed.")
class ApiKeyPayload:
    api_key: ApiKey | None = strawberry.field(description="The key; null when nothing was done.")
    user_errors: list[InputUserError] = strawberry.field(
        description="Why nothing was done; empty when it was."
    )
