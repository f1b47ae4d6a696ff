"""Webhook subscriptions, the events on their way to them, and how each attempt was answered."""

from typing import Any

from sqlalchemy import ColumnElement, case, null

from db.plan.build import Build, Node
from db.plan.lists.webhook_messages import WEBHOOK_MESSAGES
from db.plan.nodes import code, expression, global_id, id_text, leaf, to_many
from db.plan.pages import connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import WebhookAttempt, WebhookMessage, WebhookSubscription
from domain.caller import Caller
from domain.ids import Kind, decode
from domain.webhook import WebhookStatus
from domain.webhook_endpoint import SigningSecret
from domain.webhook_event import event_data


def _secret(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    return build.compute(id_text(Kind.WEBHOOK_SUBSCRIPTION, row[WebhookSubscription.id]), _signing)


def _signing(named: Any, _caller: Caller) -> SigningSecret:
    uuid = decode(named, Kind.WEBHOOK_SUBSCRIPTION)
    assert uuid is not None
    return SigningSecret(uuid)


def _data(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    return build.compute(row[WebhookMessage.payload], lambda payload, _caller: event_data(payload))


def _next_attempt(row: Row) -> ColumnElement[Any]:
    is_waiting = row[WebhookMessage.status] == WebhookStatus.PENDING.value
    return case((is_waiting, row[WebhookMessage.next_at]), else_=null())


WEBHOOK_SUBSCRIPTION: dict[str, Node] = {
    "id": global_id(Kind.WEBHOOK_SUBSCRIPTION, WebhookSubscription.id),
    "url": leaf(WebhookSubscription.url),
    "topics": leaf(WebhookSubscription.topics),
    "secret": _secret,
    "createdAt": leaf(WebhookSubscription.created_at),
    "disabledAt": leaf(WebhookSubscription.disabled_at),
    "messages": connection(
        WEBHOOK_MESSAGES,
        lambda _build, subscription, message: [
            message[WebhookMessage.subscription_id] == subscription[WebhookSubscription.id]
        ],
    ),
}

WEBHOOK_MESSAGE: dict[str, Node] = {
    "id": global_id(Kind.WEBHOOK_MESSAGE, WebhookMessage.id),
    "topic": code(WebhookMessage.topic),
    "data": _data,
    "status": code(WebhookMessage.status),
    "createdAt": leaf(WebhookMessage.created_at),
    "nextAttemptAt": expression(_next_attempt),
    "attempts": to_many(
        "WebhookAttempt",
        WebhookAttempt,
        lambda _build, message, attempt, _field: [
            attempt[WebhookAttempt.message_id] == message[WebhookMessage.id]
        ],
        lambda attempt: [attempt[WebhookAttempt.attempt]],
    ),
}

WEBHOOK_ATTEMPT: dict[str, Node] = {
    "at": leaf(WebhookAttempt.at),
    "responseStatus": leaf(WebhookAttempt.response_status),
    "error": leaf(WebhookAttempt.error),
    "durationMs": leaf(WebhookAttempt.duration_ms),
}

WEBHOOK_SUBSCRIPTIONS = to_many(
    "WebhookSubscription",
    WebhookSubscription,
    lambda _build, _source, _row, _field: [],
    lambda row: [row[WebhookSubscription.created_at], row[WebhookSubscription.id]],
)
