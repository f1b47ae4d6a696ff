"""Which span tells of a piece of background work: its name, and facts that say nothing of a person."""

from dataclasses import dataclass
from typing import assert_never

from opentelemetry.trace import SpanKind

from services.witness import Ended, EventAttempt, JobRun, MessageAttempt, MessageNews, RunOutcome

Facts = dict[str, str | int]

_FAILED = {RunOutcome.FAILED, RunOutcome.BROKEN_OFF}


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """A span that ends now, after `seconds`."""

    name: str
    kind: SpanKind
    seconds: float
    facts: Facts
    failed: bool


def span_of(ended: Ended) -> WorkSpan | None:
    """Return the span, or None of news, for which nobody was waited."""
    match ended:
        case MessageAttempt():
            name, failed = f"send {ended.channel}", ended.error is not None
            return WorkSpan(name, SpanKind.CLIENT, ended.seconds, _of_message(ended), failed)
        case MessageNews():
            return None
        case EventAttempt():
            failed = ended.error is not None
            return WorkSpan("post webhook", SpanKind.CLIENT, ended.seconds, _of_event(ended), failed)
        case JobRun():
            name, failed = f"job {ended.kind}", ended.outcome in _FAILED
            return WorkSpan(name, SpanKind.CONSUMER, ended.seconds, _of_job(ended), failed)
        case _:
            assert_never(ended)


def _of_message(ended: MessageAttempt) -> Facts:
    facts: Facts = {
        "kontor.message.channel": ended.channel,
        "kontor.message.messenger": ended.messenger,
        "kontor.message.attempt": ended.attempt,
        "kontor.message.status": ended.status,
    }
    return facts | _error(ended.error)


def _of_event(ended: EventAttempt) -> Facts:
    facts: Facts = {
        "http.request.method": "POST",
        "kontor.webhook.attempt": ended.attempt,
        "kontor.webhook.status": ended.status,
    }
    if ended.response_status is not None:
        facts["http.response.status_code"] = ended.response_status
    return facts | _error(ended.error)


def _of_job(ended: JobRun) -> Facts:
    facts: Facts = {
        "kontor.job.kind": ended.kind,
        "kontor.job.attempt": ended.attempt,
        "kontor.job.outcome": ended.outcome,
    }
    return facts | _error(ended.failure)


def _error(code: str | None) -> Facts:
    # Source: OpenTelemetry's conventions; of few values.
    return {} if code is None else {"error.type": code}
