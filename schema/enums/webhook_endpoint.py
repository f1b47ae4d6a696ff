"""Who can tell a merchant's endpoint what has happened, in words for people who read the API."""

from domain.webhook_endpoint import EndpointKind
from schema.enums.described import describe

__all__ = ["EndpointKind"]

describe(
    EndpointKind,
    "How the events of an endpoint are signed and written.",
    name="WebhookEndpointKind",
    STANDARD="Signed by Standard Webhooks, and written as our guide to webhooks says.",
    STRIPE="Signed and written by Stripe.",
    SANDBOX="From the sandbox, which plays the bank while no money is moved; it opens its endpoint itself.",
)
