"""What mutations of webhook endpoints answer."""

import strawberry

from schema.user_errors import InputUserError
from schema.webhook_endpoint import WebhookEndpoint


@strawberry.type(description="An endpoint that was opened.")
class WebhookEndpointPayload:
    webhook_endpoint: WebhookEndpoint | None = strawberry.field(
        description="The endpoint; null when none was opened."
    )
    user_errors: list[InputUserError] = strawberry.field(
        description="Why none was opened; empty when one was."
    )
