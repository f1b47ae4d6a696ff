"""What mutations of webhook subscriptions answer."""

import strawberry

from schema.user_errors import InputUserError
from schema.webhook_subscription import WebhookMessage, WebhookSubscription


@strawberry.type(description="A subscription that was made.")
class WebhookSubscriptionPayload:
    webhook_subscription: WebhookSubscription | None = strawberry.field(
        description="The subscription; null when none was made."
    )
    user_errors: list[InputUserError] = strawberry.field(description="Why none was made; empty when one was.")


@strawberry.type(description="An event that is sent.")
class WebhookMessagePayload:
    webhook_message: WebhookMessage | None = strawberry.field(
        description="The event; null when none is sent."
    )
    user_errors: list[InputUserError] = strawberry.field(description="Why none is sent; empty when one is.")
