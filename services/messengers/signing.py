"""How a gateway of our HTTP contract and we sign for each other: Standard Webhooks, in both directions."""

from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError


def signed_headers(secret: str, id: str, body: bytes) -> dict[str, str]:
    """Return the headers that sign a body as sent now."""
    now = datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, now, body.decode()),
    }


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether these headers sign the body, within five minutes of now."""
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):  # what is garbled beyond what the library expects
        return False
    return True
