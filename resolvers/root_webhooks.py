"""Part of the table of contents: what comes in by webhook, and what goes out."""

import strawberry

from domain.access import Permission
from resolvers import webhook_endpoints, webhook_subscriptions
from resolvers.fields import does, reads
from schema.payloads.deletion import DeletePayload
from schema.payloads.webhook_endpoint import WebhookEndpointPayload
from schema.payloads.webhook_subscription import WebhookMessagePayload, WebhookSubscriptionPayload
from schema.webhook_endpoint import WebhookEndpoint
from schema.webhook_subscription import WebhookSubscription

_MANAGE = Permission.WEBHOOKS_MANAGE


@strawberry.type(description="What can be read of webhooks.")
class WebhookQuery:
    webhook_endpoints: list[WebhookEndpoint] = reads(
        _MANAGE, "Where payment providers tell what has happened, the oldest first."
    )
    webhook_subscriptions: list[WebhookSubscription] = reads(
        _MANAGE, "Who is told what happens, the oldest first."
    )


@strawberry.type(description="What can be changed about webhooks.")
class WebhookMutation:
    webhook_endpoint_create: WebhookEndpointPayload = does(
        _MANAGE,
        webhook_endpoints.webhook_endpoint_create,
        "Open an endpoint, at which a payment provider tells what has happened.",
    )
    webhook_endpoint_delete: DeletePayload = does(
        _MANAGE,
        webhook_endpoints.webhook_endpoint_delete,
        "Close an endpoint; what has come in there stays.",
    )
    webhook_subscription_create: WebhookSubscriptionPayload = does(
        _MANAGE,
        webhook_subscriptions.webhook_subscription_create,
        "Have an address told what happens, by signed events.",
    )
    webhook_subscription_delete: DeletePayload = does(
        _MANAGE,
        webhook_subscriptions.webhook_subscription_delete,
        "Tell an address no more; what is not sent yet is not sent.",
    )
    webhook_subscription_test: WebhookMessagePayload = does(
        _MANAGE,
        webhook_subscriptions.webhook_subscription_test,
        "Send the event `webhook.test`, whatever the subscription is told of.",
    )
    webhook_message_resend: WebhookMessagePayload = does(
        _MANAGE,
        webhook_subscriptions.webhook_message_resend,
        "Send an event once more that was taken, or that nobody took; it has the same id.",
    )
