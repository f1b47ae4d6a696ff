"""How a gateway of our HTTP contract knows that it is we who speak: by Standard Webhooks, as we know it."""

from datetime import UTC, datetime

from standardwebhooks import Webhook


def signed_headers(secret: str, id: str, body: bytes) -> dict[str, str]:
    """Return the headers that sign a body as sent now."""
    now = datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, now, body.decode()),
    }
