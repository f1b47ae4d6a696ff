"""What merchants can be told of by webhook, and when an event that nobody took is sent again."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from domain.errors import Failure, Required, TooManyItems, WebhookTopicUnknown

SUBSCRIPTION_LIMIT = 20
URL_LIMIT = 2_000
TOPIC_LIMIT = 100


class WebhookTopic(StrEnum):
    """What has happened; the database's triggers write them (db/migrations, 0009)."""

    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_DELETED = "customer.deleted"
    CUSTOMER_BULK_CHANGED = "customer.bulk_changed"
    CUSTOMER_GROUP_CREATED = "customer_group.created"
    CUSTOMER_GROUP_UPDATED = "customer_group.updated"
    CUSTOMER_GROUP_DELETED = "customer_group.deleted"
    CUSTOMER_IMPORT_FINISHED = "customer_import.finished"
    PAYMENT_PENDING = "payment.pending"
    PAYMENT_AUTHORIZED = "payment.authorized"
    PAYMENT_SUCCEEDED = "payment.succeeded"
    PAYMENT_FAILED = "payment.failed"
    PAYMENT_CANCELED = "payment.canceled"
    PAYMENT_PARTIALLY_REFUNDED = "payment.partially_refunded"
    PAYMENT_REFUNDED = "payment.refunded"
    PAYMENT_CHARGED_BACK = "payment.charged_back"
    PAYMENT_REQUEST_SCHEDULED = "payment_request.scheduled"
    PAYMENT_REQUEST_QUEUED = "payment_request.queued"
    PAYMENT_REQUEST_SENT = "payment_request.sent"
    PAYMENT_REQUEST_DELIVERED = "payment_request.delivered"
    PAYMENT_REQUEST_UNDELIVERED = "payment_request.undelivered"
    PAYMENT_REQUEST_VIEWED = "payment_request.viewed"
    PAYMENT_REQUEST_PAID = "payment_request.paid"
    PAYMENT_REQUEST_EXPIRED = "payment_request.expired"
    PAYMENT_REQUEST_CANCELED = "payment_request.canceled"
    PAYMENT_REQUEST_SKIPPED = "payment_request.skipped"
    PAYMENT_REQUEST_BATCH_FINISHED = "payment_request_batch.finished"
    WEBHOOK_TEST = "webhook.test"


class WebhookStatus(StrEnum):
    """Where an event on its way to one subscription stands."""

    PENDING = "PENDING"
    SENDING = "SENDING"  # claimed by a worker; by another, once its lease is over
    SENT = "SENT"
    FAILED = "FAILED"


class WebhookError(StrEnum):
    """Why an attempt to deliver an event came to nothing."""

    REFUSED = "REFUSED"  # answered, and not by 2xx
    REDIRECTED = "REDIRECTED"
    TIMED_OUT = "TIMED_OUT"
    NOT_CONNECTED = "NOT_CONNECTED"
    NAME_UNKNOWN = "NAME_UNKNOWN"
    ADDRESS_REFUSED = "ADDRESS_REFUSED"  # private, or otherwise not of the public internet


_EVERYTHING = "*"
_SUBSCRIBABLE = [topic for topic in WebhookTopic if topic is not WebhookTopic.WEBHOOK_TEST]
# A topic, all of one noun, or all there are and will be.
SELECTORS = frozenset(
    {_EVERYTHING, *_SUBSCRIBABLE, *(f"{topic.partition('.')[0]}.*" for topic in _SUBSCRIBABLE)}
)


def unfit_topics(topics: Sequence[str]) -> list[Failure]:
    """Return why these can't be subscribed to: Required, TooManyItems, or WebhookTopicUnknown at an index."""
    if not topics:
        return [Required()]
    if len(topics) > TOPIC_LIMIT:
        return [TooManyItems(limit=TOPIC_LIMIT, count=len(topics))]
    return [
        WebhookTopicUnknown(field=(index,), topic=topic)
        for index, topic in enumerate(topics)
        if topic not in SELECTORS
    ]


# How long to wait after the n-th attempt: three days in all. Source: Standard Webhooks, deliverability.
_PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
ATTEMPTS = len(_PAUSES) + 1
# Who wants to be left alone for longer is asked again nevertheless.
_LONGEST_ASKED_FOR = timedelta(days=1)
_LONGEST_REST = timedelta(minutes=5)


def pause_after(attempt: int, lot: float, retry_after_s: float | None = None) -> timedelta | None:
    """Return how long to wait after the `attempt`-th attempt, from 1 on; None when it was the last.

    `lot` is between 0 and 1: those who were turned away together don't come back together.
    """
    if attempt >= ATTEMPTS:
        return None
    pause = _PAUSES[attempt - 1] * (1 + lot / 10)
    asked_for = timedelta(seconds=max(retry_after_s or 0, 0))
    return max(pause, min(asked_for, _LONGEST_ASKED_FOR))


def rest_after(failures: int, retry_after_s: float | None = None) -> timedelta:
    """Return for how long nothing is sent to who has failed so many times in a row, from 1 on."""
    doubled = timedelta(seconds=1 << min(failures, 20))
    asked_for = timedelta(seconds=max(retry_after_s or 0, 0))
    return min(max(doubled, asked_for), _LONGEST_REST)
