"""Whom a merchant wants told what happens, and how the telling went."""

from datetime import datetime

import strawberry

from schema.arguments import with_arguments
from schema.enums.webhook_subscription import WebhookError, WebhookStatus
from schema.page import BOTH_WAYS, Connection
from schema.scalars import JSON, URL


@strawberry.type(description="One attempt to deliver an event.")
class WebhookAttempt:
    at: datetime = strawberry.field(description="When it began.")
    response_status: int | None = strawberry.field(
        description="The HTTP status of the answer; null when none came."
    )
    error: WebhookError | None = strawberry.field(
        description="Why it came to nothing; null when the event was taken."
    )
    duration_ms: int = strawberry.field(description="How long it took, in milliseconds.")


@strawberry.type(description="An event on its way to one receiver.")
class WebhookMessage:
    # No Node: whoever may read anything by its id may not read this.
    id: strawberry.ID = strawberry.field(description="The id, which receivers get as `webhook-id`.")
    topic: str = strawberry.field(description="What has happened, such as `payment.succeeded`.")
    data: JSON = strawberry.field(description="What the receiver is told about it.")
    status: WebhookStatus = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When it happened.")
    next_attempt_at: datetime | None = strawberry.field(
        description="When it is sent at the earliest; null when it is not waiting."
    )
    attempts: list[WebhookAttempt] = strawberry.field(description="The attempts so far, the first one first.")


@strawberry.type(description="An address that is told what happens.")
class WebhookSubscription:
    id: strawberry.ID = strawberry.field(description="The id: a prefix for the kind, and a UUID.")
    url: URL = strawberry.field(description="Where events are sent.")
    topics: list[str] = strawberry.field(description="What it is told of.")
    secret: str = strawberry.field(description="What events are signed with, by Standard Webhooks.")
    created_at: datetime = strawberry.field(description="Since when it is told.")
    disabled_at: datetime | None = strawberry.field(
        description="When the receiver said that it is gone, by the status 410; null when it has not."
    )
    messages: Connection[WebhookMessage] = with_arguments(
        "The events of the last 30 days, the latest first.", **BOTH_WAYS
    )
