"""One attempt to deliver an event: signed, posted, and its outcome written."""

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db.connect import Pool
from db.webhooks_out import settle
from db.writing import writing
from domain.ids import Kind, encode
from domain.webhook import WebhookError, WebhookStatus, pause_after, rest_after
from domain.webhook_event import event_body
from services.keyed_secrets import KeyedSecrets
from services.messengers.signing import signed_headers
from services.webhooks_out.claim import Claimed
from services.webhooks_out.posting import Answer, NotPosted, Poster

_GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went; `answer` is None when none came, `error` when the event was taken."""

    at: datetime
    duration_ms: int
    answer: Answer | None
    error: WebhookError | None

    @property
    def is_gone(self) -> bool:
        return self.answer is not None and self.answer.status == _GONE

    @property
    def retry_after_s(self) -> float | None:
        return None if self.answer is None else self.answer.retry_after_s


async def attempt(poster: Poster, secrets: KeyedSecrets, claimed: Claimed) -> Outcome:
    """Post an event, and return how that went."""
    body = event_body(claimed.topic, claimed.created_at, claimed.payload)
    secret = secrets.webhook_secret(claimed.subscription_id)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kontor",
        **signed_headers(secret, encode(Kind.WEBHOOK_MESSAGE, claimed.id), body),
    }
    at, began = datetime.now(UTC), time.monotonic()
    answer: Answer | None = None
    try:
        answer = await poster.post(claimed.url, headers, body)
        error = _error(answer.status)
    except NotPosted as not_posted:
        error = not_posted.error
    return Outcome(at, int((time.monotonic() - began) * 1000), answer, error)


async def settle_attempt(pool: Pool, claimed: Claimed, outcome: Outcome) -> None:
    """Write how an attempt went, unless somebody else has claimed the event since."""
    pause = _pause(claimed, outcome)
    subscription = {"merchant": claimed.merchant_id, "subscription": claimed.subscription_id}
    async with writing(pool, claimed.merchant_id) as tx:
        is_ours = await settle.SETTLE.fetch_value(
            tx,
            merchant=claimed.merchant_id,
            message=claimed.id,
            attempt=claimed.attempt,
            status=_status(outcome, pause).value,
            pause=pause,
            at=outcome.at,
            response_status=None if outcome.answer is None else outcome.answer.status,
            error=outcome.error,
            duration_ms=outcome.duration_ms,
        )
        if is_ours is None:
            return
        if outcome.error is None:
            if claimed.failures:
                await settle.RECOVERED.execute(tx, **subscription)
        elif outcome.is_gone:
            await settle.DISABLE.execute(tx, **subscription)
            await settle.GIVE_UP.execute(tx, **subscription)
        else:
            rest = rest_after(claimed.failures + 1, outcome.retry_after_s)
            await settle.REST.execute(tx, **subscription, rest=rest)


def _error(status: int) -> WebhookError | None:
    if 200 <= status < 300:
        return None
    return WebhookError.REDIRECTED if 300 <= status < 400 else WebhookError.REFUSED


def _pause(claimed: Claimed, outcome: Outcome) -> timedelta | None:
    if outcome.error is None or outcome.is_gone:
        return None
    return pause_after(claimed.tries, random.random(), outcome.retry_after_s)  # noqa: S311 - no secret


def _status(outcome: Outcome, pause: timedelta | None) -> WebhookStatus:
    if outcome.error is None:
        return WebhookStatus.SENT
    return WebhookStatus.FAILED if pause is None else WebhookStatus.PENDING
