"""One attempt to deliver an event: signed, posted, and its outcome written."""

import random
import time
from collections.abc import Mapping
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
    """How an attempt went; `answer` is None when none came, `error` when the event was taken.

    Without a `pause` it is not tried again.
    """

    at: datetime
    seconds: float
    answer: Answer | None
    error: WebhookError | None
    pause: timedelta | None

    @property
    def status(self) -> WebhookStatus:
        """What the event has become."""
        if self.error is None:
            return WebhookStatus.SENT
        return WebhookStatus.FAILED if self.pause is None else WebhookStatus.PENDING

    @property
    def response_status(self) -> int | None:
        return None if self.answer is None else self.answer.status

    @property
    def is_gone(self) -> bool:
        return self.response_status == _GONE

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
    answer, error = await _posted(poster, claimed.url, headers, body)
    seconds = time.monotonic() - began
    return Outcome(at, seconds, answer, error, _pause(claimed, answer, error))


async def _posted(
    poster: Poster, url: str, headers: Mapping[str, str], body: bytes
) -> tuple[Answer | None, WebhookError | None]:
    try:
        answer = await poster.post(url, headers, body)
    except NotPosted as not_posted:
        return None, not_posted.error
    return answer, _error(answer.status)


async def settle_attempt(pool: Pool, claimed: Claimed, outcome: Outcome) -> None:
    """Write how an attempt went, unless somebody else has claimed the event since."""
    subscription = {"merchant": claimed.merchant_id, "subscription": claimed.subscription_id}
    async with writing(pool, claimed.merchant_id) as tx:
        is_ours = await settle.SETTLE.fetch_value(
            tx,
            merchant=claimed.merchant_id,
            message=claimed.id,
            attempt=claimed.attempt,
            status=outcome.status.value,
            pause=outcome.pause,
            at=outcome.at,
            response_status=outcome.response_status,
            error=outcome.error,
            duration_ms=int(outcome.seconds * 1000),
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


def _pause(claimed: Claimed, answer: Answer | None, error: WebhookError | None) -> timedelta | None:
    if error is None or (answer is not None and answer.status == _GONE):
        return None
    retry_after_s = None if answer is None else answer.retry_after_s
    return pause_after(claimed.tries, random.random(), retry_after_s)  # noqa: S311 - no secret
