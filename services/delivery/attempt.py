"""One attempt to send a message has one outcome, also where nobody can tell whether it went out."""

import asyncio
import logging
import random
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never

from domain.delivery import DeliveryError, DeliveryStatus
from domain.sending import KNOWN_FOR, is_too_late, pause_before_next
from services.delivery.claim import Claimed
from services.delivery.messenger import (
    Busy,
    Certainty,
    Messenger,
    NotSent,
    Refused,
    Unclear,
    Unreachable,
)

log = logging.getLogger("kontor.delivery")

# What takes longer than this may have been handed over; well below a lease.
SEND_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message has become. Under way still, it is due again after a `pause`.

    `reason` is what the messenger raised, None when it took the message or was not asked.
    """

    status: DeliveryStatus
    error: DeliveryError | None = None
    provider_message_id: str | None = None
    pause: timedelta | None = None
    reason: NotSent | None = None

    @property
    def messenger_was_asked(self) -> bool:
        """Whether it was handed over or asked about, and not only ended."""
        return self.reason is not None or self.status is not DeliveryStatus.UNKNOWN


async def attempt(messenger: Messenger, claimed: Claimed) -> Outcome:
    """Send a message; before that, find out about one that may be out already."""
    if claimed.handed_over_at is None:
        return await _send(messenger, claimed)
    if claimed.provider != messenger.name:
        return _UNKNOWN  # whoever might know is not asked any more
    match messenger.certainty:
        case Certainty.IDEMPOTENT:
            is_known = datetime.now(UTC) < claimed.handed_over_at + KNOWN_FOR
            return await _send(messenger, claimed) if claimed.is_wanted and is_known else _UNKNOWN
        case Certainty.ASKABLE:
            return await _ask(messenger, claimed)
        case Certainty.NEITHER:
            return _UNKNOWN
        case _:
            assert_never(messenger.certainty)


_UNKNOWN = Outcome(DeliveryStatus.UNKNOWN, DeliveryError.UNCLEAR)


def not_attempted(claimed: Claimed) -> Outcome:
    """Leave a message, with which nothing was done, as it was claimed."""
    is_fresh = claimed.handed_over_at is None
    return Outcome(DeliveryStatus.QUEUED if is_fresh else DeliveryStatus.SENDING, pause=timedelta(0))


async def _send(messenger: Messenger, claimed: Claimed) -> Outcome:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            sent = await messenger.send(claimed.outgoing)
    except Exception as error:
        return _not_sent(_understood(error), messenger, claimed)
    return Outcome(DeliveryStatus.SENT, provider_message_id=sent.provider_message_id)


async def _ask(messenger: Messenger, claimed: Claimed) -> Outcome:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            found = await messenger.find(claimed.outgoing.reference)
    except Exception as error:
        return _unclear(_understood(error), claimed)
    if found is None:
        return Outcome(DeliveryStatus.QUEUED, pause=timedelta(0))
    return Outcome(DeliveryStatus.SENT, provider_message_id=found.provider_message_id)


def _understood(error: Exception) -> NotSent:
    match error:
        case NotSent():
            return error
        case TimeoutError():
            return Unclear()
        case _:
            # Where, and not what it says: that may be an address.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a messenger failed in a way it should not: %s\n%s", type(error).__name__, where)
            return Unclear()


def _not_sent(reason: NotSent, messenger: Messenger, claimed: Claimed) -> Outcome:
    match reason:
        case Refused():
            return Outcome(DeliveryStatus.FAILED, reason.error, reason=reason)
        case Busy() | Unreachable() if claimed.handed_over_at is None:
            return _later(reason, claimed)
        case _ if messenger.certainty is Certainty.NEITHER:
            return Outcome(DeliveryStatus.UNKNOWN, reason.error, reason=reason)
        case _:
            return _unclear(reason, claimed)


def _later(reason: NotSent, claimed: Claimed) -> Outcome:
    """It has surely not gone out."""
    pause = _pause(reason, claimed)
    if is_too_late(datetime.now(UTC) + pause, claimed.tried_since, claimed.expires_at):
        return Outcome(DeliveryStatus.FAILED, reason.error, reason=reason)
    return Outcome(DeliveryStatus.QUEUED, reason.error, pause=pause, reason=reason)


def _unclear(reason: NotSent, claimed: Claimed) -> Outcome:
    """It may have gone out, and that can still be found out: it stays SENDING until then."""
    pause = _pause(reason, claimed)
    if is_too_late(datetime.now(UTC) + pause, claimed.tried_since, None):
        return Outcome(DeliveryStatus.UNKNOWN, reason.error, reason=reason)
    return Outcome(DeliveryStatus.SENDING, reason.error, pause=pause, reason=reason)


def _pause(reason: NotSent, claimed: Claimed) -> timedelta:
    wanted_s = reason.retry_after_s if isinstance(reason, Busy) else None
    return pause_before_next(claimed.attempt, random.random(), wanted_s)  # noqa: S311 - no secret
