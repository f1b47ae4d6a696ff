"""Webhooks both ways: who tells the merchant, and whom it wants told, with what came of each attempt."""

from datetime import timedelta
from typing import Final

from domain.webhook import WebhookError, WebhookStatus
from tests.graphql.dataset.merchants import BEGIN, NEVER, Making, Row

# Kind, provider, its own secret if it gave us one, and whether it has told us anything yet.
_ENDPOINTS: Final = (
    ("STANDARD", "Kasse „Ä“", None, True),
    ("STRIPE", "stripe", "whsec_of_stripe", True),
    ("SANDBOX", "sandbox", None, False),
)
_SUBSCRIPTIONS: Final[tuple[tuple[str, list[str], bool], ...]] = (
    ("https://shop.example/hooks?a=1&b=„2“", ["*"], False),
    ("https://crm.example/kontor", ["customer.created", "payment.*"], True),
    ("https://silent.example/", ["payment_request_batch.finished"], False),
)
# Amounts stand in payloads as the database's triggers write them (db/migrations, 0009).
_EVENTS: Final[tuple[tuple[str, Row], ...]] = (
    ("customer.created", {"customer": "cus_1", "group": None}),
    ("customer.bulk_changed", {"count": 7, "customers": ["cus_1", "cus_2"], "said": "„Ä“\n🦊 \\u0041"}),
    ("payment.succeeded", {"payment": "pay_1", "amount": {"minor": 1250, "currency": "EUR"}}),
    ("payment.refunded", {"amount": {"minor": 9223372036854775, "currency": "JPY"}, "refunded": None}),
    ("payment_request.paid", {"amount": {"minor": 5, "currency": "KWD"}, "late": True}),
    ("webhook.test", {}),
)


def add_webhooks(making: Making) -> None:
    """Add endpoints, and subscriptions of which the last has been told nothing."""
    for kind, provider, secret, heard in _ENDPOINTS:
        created = making.moment()
        making.add(
            "webhook_endpoint",
            id=making.id_at(created),
            kind=kind,
            provider=provider,
            secret=secret,
            created_at=created,
            last_event_at=making.moment() if heard else None,
        )
    for url, topics, is_gone in _SUBSCRIPTIONS:
        subscription = _add_subscription(making, url, topics, is_gone=is_gone)
        for number in range(0 if "silent" in url else 2 * len(WebhookStatus)):
            status = list(WebhookStatus)[number % len(WebhookStatus)]
            _add_message(making, subscription, status)


def _add_subscription(making: Making, url: str, topics: list[str], *, is_gone: bool) -> Row:
    created = making.one_of((BEGIN, BEGIN + timedelta(days=1)))  # some at the same moment
    return making.add(
        "webhook_subscription",
        id=making.id_at(created),
        url=url,
        topics=topics,
        created_at=created,
        disabled_at=making.moment() if is_gone else None,
        failures=0,
        rests_until=None,
    )


def _add_message(making: Making, subscription: Row, status: WebhookStatus) -> None:
    created = making.moment()
    topic, payload = making.lot.choice(_EVENTS)
    tried = 0 if status is WebhookStatus.PENDING else making.lot.randrange(1, 4)
    message = making.add(
        "webhook_message",
        id=making.id_at(created),
        subscription_id=subscription["id"],
        topic=topic,
        payload=payload,
        status=status.value,
        attempt=tried,
        asked_again_at=0,
        next_at=NEVER,
        created_at=created,
    )
    for attempt in range(tried, 0, -1):
        taken = status is WebhookStatus.SENT and attempt == tried
        error = None if taken else making.lot.choice(list(WebhookError))
        making.add(
            "webhook_attempt",
            message_id=message["id"],
            attempt=attempt,
            at=making.moment(),
            response_status=204 if taken else 302 if error is WebhookError.REDIRECTED else None,
            error=error,
            duration_ms=making.lot.randrange(15_000),
        )
