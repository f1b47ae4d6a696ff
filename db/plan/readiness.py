"""Whether a message would reach a customer: the rule of domain.readiness, in SQL for many rows at once."""

from typing import Any

from sqlalchemy import ColumnElement, case, null, or_

from db.plan.json import text_literal
from db.plan.row import Row
from db.tables import Customer
from domain.customer import Channel
from domain.readiness import TEXTABLE, SendBlocker


def blocker(row: Row, channel: Channel) -> ColumnElement[Any]:
    """Return the reason why a message over this channel would not arrive, or null.

    Each channel has at most one: somebody has asked for no messages; else an address is missing, else
    invalid, else of the wrong kind.
    """
    return _sms_blocker(row) if channel is Channel.SMS else _email_blocker(row)


def ready(row: Row, channel: Channel) -> ColumnElement[bool]:
    """Tell whether nothing stands in the way of this channel."""
    return blocker(row, channel).is_(None)


def blocked_by(row: Row, blockers: list[SendBlocker]) -> ColumnElement[bool]:
    """Tell whether one of these reasons holds, in any channel."""
    words = [text_literal(reason) for reason in blockers]
    return or_(*(blocker(row, channel).in_(words) for channel in Channel))


def _sms_blocker(row: Row) -> ColumnElement[Any]:
    textable = [text_literal(kind) for kind in sorted(TEXTABLE)]
    return case(
        (row[Customer.sms_block].is_not(None), row[Customer.sms_block]),
        (row[Customer.phone_raw].is_(None), text_literal(SendBlocker.PHONE_MISSING)),
        (row[Customer.phone_e164].is_(None), text_literal(SendBlocker.PHONE_INVALID)),
        (row[Customer.phone_type].in_(textable), null()),
        else_=text_literal(SendBlocker.PHONE_NOT_MOBILE),
    )


def _email_blocker(row: Row) -> ColumnElement[Any]:
    return case(
        (row[Customer.email_block].is_not(None), row[Customer.email_block]),
        (row[Customer.email].is_(None), text_literal(SendBlocker.EMAIL_MISSING)),
        (row[Customer.email_normal].is_(None), text_literal(SendBlocker.EMAIL_INVALID)),
        else_=null(),
    )
