"""Where a payment provider tells a merchant what has happened."""

from datetime import datetime

import strawberry

from schema.enums.webhook_endpoint import EndpointKind
from schema.scalars import URL


@strawberry.type(description="Where a payment provider tells what has happened, for this merchant alone.")
class WebhookEndpoint:
    # No Node: whoever may read anything by its id may not read this.
    id: strawberry.ID = strawberry.field(description="The id: a prefix for the kind, and a UUID.")
    kind: EndpointKind = strawberry.field(description="How its events are signed and written.")
    provider: str = strawberry.field(description="What its payments are recorded under.")
    url: URL = strawberry.field(description="Where the provider sends its events.")
    secret: str | None = strawberry.field(
        description="What the provider signs with; null where the provider has told us its own."
    )
    created_at: datetime = strawberry.field(description="When it was opened.")
    last_event_at: datetime | None = strawberry.field(
        description="When a believable event last came in, to the minute; null when none has yet."
    )
