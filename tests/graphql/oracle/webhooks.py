"""Webhooks both ways: where others tell us what has happened, and whom we tell of it."""

from types import SimpleNamespace
from typing import Any

from app.public_url import public_url
from app.settings import Settings
from domain.ids import Kind, encode
from tests.factories import SECRETS
from tests.graphql.oracle.lists import WEBHOOK_MESSAGES
from tests.graphql.oracle.money import major
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows

_ENDPOINTS = f"{public_url(Settings())}/webhooks"


def by_creation(rows: Rows, table: str) -> list[Any]:
    """Return endpoints or subscriptions, the oldest first."""
    return sorted(rows.all(table), key=lambda row: (row.created_at, row.id))


def _url(rows: Rows, endpoint: Any) -> str:
    merchant = encode(Kind.MERCHANT, rows.caller.merchant_id)
    return f"{_ENDPOINTS}/{merchant}/{encode(Kind.WEBHOOK_ENDPOINT, endpoint.id)}"


def _messages(rows: Rows, subscription: Any, **paging: Any) -> SimpleNamespace:
    return page(WEBHOOK_MESSAGES, rows.all("webhook_message", subscription_id=subscription.id), **paging)


def _told(value: Any) -> Any:
    """Return what a receiver reads: amounts in major units, with all decimals of their currency."""
    if isinstance(value, dict):
        return {"amount": str(major(value["minor"], value["currency"])), "currency": value["currency"]}
    return value


WEBHOOK_ENDPOINT = {
    "id": lambda _rows, row: encode(Kind.WEBHOOK_ENDPOINT, row.id),
    "url": _url,
    # What the sender has told us is its own, and nobody else's to read.
    "secret": lambda _rows, row: None if row.secret else SECRETS.webhook_secret(row.id),
}
WEBHOOK_SUBSCRIPTION = {
    "id": lambda _rows, row: encode(Kind.WEBHOOK_SUBSCRIPTION, row.id),
    "secret": lambda _rows, row: SECRETS.webhook_secret(row.id),
    "messages": _messages,
}
WEBHOOK_MESSAGE = {
    "id": lambda _rows, row: encode(Kind.WEBHOOK_MESSAGE, row.id),
    "data": lambda _rows, row: {name: _told(value) for name, value in row.payload.items()},
    "nextAttemptAt": lambda _rows, row: row.next_at if row.status == "PENDING" else None,
    "attempts": lambda rows, row: sorted(
        rows.all("webhook_attempt", message_id=row.id), key=lambda attempt: int(attempt.attempt)
    ),
}
