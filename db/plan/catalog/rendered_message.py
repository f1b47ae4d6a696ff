"""Messages as they are sent: kept in the outbox, or as JSON where they are only shown."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, cast, null
from sqlalchemy.dialects.postgresql import JSONB

from db.plan.build import Node
from db.plan.json import text_literal
from db.plan.nodes import expression, json_elements
from db.plan.row import Row
from db.tables import Delivery


@dataclass(frozen=True, slots=True)
class MessageColumns:
    """Represents a message: the expressions for what it is made of."""

    channel: ColumnElement[Any]
    locale: ColumnElement[Any]
    subject: ColumnElement[Any]
    text: ColumnElement[Any]
    html: ColumnElement[Any]
    encoding: ColumnElement[Any]
    segments: ColumnElement[Any]
    unicode_characters: ColumnElement[Any]
    issues: ColumnElement[Any]


def kept_message(delivery: Row) -> MessageColumns:
    """Return the message that a delivery brings."""
    return MessageColumns(
        channel=delivery[Delivery.channel],
        locale=delivery[Delivery.locale],
        subject=delivery[Delivery.subject],
        text=delivery[Delivery.text],
        html=delivery[Delivery.html],
        encoding=delivery[Delivery.encoding],
        segments=delivery[Delivery.segments],
        unicode_characters=delivery[Delivery.unicode_characters],
        issues=cast(null(), JSONB()),  # what goes out has none any more
    )


def json_message(document: ColumnElement[Any]) -> MessageColumns:
    """Return the message that a JSON object holds, with the members of domain.messages.rendered."""

    def member(name: str) -> ColumnElement[Any]:
        return document.op("->")(text_literal(name))

    return MessageColumns(**{column.name: member(column.name) for column in fields(MessageColumns)})


RENDERED_MESSAGE: dict[str, Node] = {
    "channel": expression(lambda message: message.channel),
    "locale": expression(lambda message: message.locale),
    "subject": expression(lambda message: message.subject),
    "text": expression(lambda message: message.text),
    "html": expression(lambda message: message.html),
    "encoding": expression(lambda message: message.encoding),
    "segments": expression(lambda message: message.segments),
    "unicodeCharacters": expression(lambda message: message.unicode_characters),
    "issues": json_elements("TemplateIssue", lambda message: message.issues),
}
