"""What operators count of background work: messages, events and jobs by what became of them, and how long."""

from typing import assert_never

from prometheus_client import CollectorRegistry, Counter, Histogram

from domain.delivery import DeliveryStatus
from domain.webhook import WebhookStatus
from services.witness import Ended, EventAttempt, JobRun, MessageAttempt, MessageNews

# Of a message or an event that is tried again.
RETRIED = "RETRIED"
_AGAIN = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING, WebhookStatus.PENDING}
# From a gateway next door to the end of patience.
_SEND_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
# From a look at a batch that waits to an import of a million rows.
_JOB_BUCKETS = (0.05, 0.25, 1, 5, 15, 60, 300, 900, 3_600)


class WorkMetrics:
    """A witness that counts. All labels are words of ours: none names a merchant or a person."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._messages = Counter(
            "kontor_deliveries",
            "Messages, by what became of them; those that are tried again, each time",
            ("channel", "messenger", "status"),
            registry=registry,
        )
        self._sending = Histogram(
            "kontor_delivery_seconds",
            "Until a messenger had answered",
            ("channel", "messenger"),
            buckets=_SEND_BUCKETS,
            registry=registry,
        )
        self._events = Counter(
            "kontor_webhooks",
            "Events posted to subscriptions, by what became of them; those that are tried again, each time",
            ("status",),
            registry=registry,
        )
        self._posting = Histogram(
            "kontor_webhook_seconds",
            "Until a receiver had answered",
            buckets=_SEND_BUCKETS,
            registry=registry,
        )
        self._jobs = Counter(
            "kontor_jobs", "Times with a job, by how they ended", ("kind", "outcome"), registry=registry
        )
        self._working = Histogram(
            "kontor_job_seconds",
            "From claiming a job to the end of that time with it",
            ("kind",),
            buckets=_JOB_BUCKETS,
            registry=registry,
        )
        self._rows = Counter(
            "kontor_import_rows",
            "Rows of imports that have ended, by what became of them",
            ("outcome",),
            registry=registry,
        )

    def saw(self, ended: Ended) -> None:
        """Count it."""
        match ended:
            case MessageNews(status=DeliveryStatus.SENT):
                pass  # counted by whoever handed it over
            case MessageAttempt() | MessageNews():
                self._count_message(ended)
            case EventAttempt():
                self._events.labels(_counted_as(ended.status)).inc()
                self._posting.observe(ended.seconds)
            case JobRun():
                self._count_job(ended)
            case _:
                assert_never(ended)

    def _count_message(self, ended: MessageAttempt | MessageNews) -> None:
        self._messages.labels(ended.channel, ended.messenger, _counted_as(ended.status)).inc()
        if isinstance(ended, MessageAttempt):
            self._sending.labels(ended.channel, ended.messenger).observe(ended.seconds)

    def _count_job(self, run: JobRun) -> None:
        self._jobs.labels(run.kind, run.outcome).inc()
        self._working.labels(run.kind).observe(run.seconds)
        for outcome, rows in run.rows.items():
            self._rows.labels(outcome).inc(rows)


def _counted_as(status: DeliveryStatus | WebhookStatus) -> str:
    return RETRIED if status in _AGAIN else status.value
