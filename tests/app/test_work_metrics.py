"""What has ended is counted in words of ours, and in no more of them than there are."""

from itertools import product

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from app.work_metrics import WorkMetrics
from domain.customer import Channel
from domain.delivery import DeliveryStatus
from domain.jobs import JobKind
from domain.webhook import WebhookStatus
from services.witness import EventAttempt, JobRun, MessageAttempt, MessageNews, RunOutcome


def lines(registry: CollectorRegistry, name: str) -> list[str]:
    """Return what Prometheus reads of one name, without that name."""
    text = generate_latest(registry).decode()
    return sorted(line.removeprefix(name) for line in text.splitlines() if line.startswith(name + "{"))


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def test_whatever_ends_is_counted_in_few_words(registry: CollectorRegistry) -> None:
    """Whoever adds a status has to say how it is counted."""
    metrics = WorkMetrics(registry)

    for channel, status in product(Channel, DeliveryStatus):
        metrics.saw(MessageAttempt(channel, "log", 1, status, None, 0.1))
        metrics.saw(MessageNews(channel, "log", status))
    for event in WebhookStatus:
        metrics.saw(EventAttempt(1, event, None, 200, 0.1))
    for kind, outcome in product(JobKind, RunOutcome):
        metrics.saw(JobRun(kind, 1, outcome, None, 0.1))

    sms = [line for line in lines(registry, "kontor_deliveries_total") if "SMS" in line]
    assert sms == [
        '{channel="SMS",messenger="log",status="CANCELED"} 2.0',
        '{channel="SMS",messenger="log",status="DELIVERED"} 2.0',
        '{channel="SMS",messenger="log",status="FAILED"} 2.0',
        '{channel="SMS",messenger="log",status="RETRIED"} 4.0',
        '{channel="SMS",messenger="log",status="SENT"} 1.0',
        '{channel="SMS",messenger="log",status="UNKNOWN"} 2.0',
    ]
    assert lines(registry, "kontor_webhooks_total") == [
        '{status="FAILED"} 1.0',
        '{status="RETRIED"} 2.0',
        '{status="SENT"} 1.0',
    ]
    assert len(lines(registry, "kontor_jobs_total")) == len(JobKind) * len(RunOutcome)


def test_rows_add_up_over_imports(registry: CollectorRegistry) -> None:
    metrics = WorkMetrics(registry)

    metrics.saw(JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED, None, 2, {"created": 3, "rejected": 0}))
    metrics.saw(JobRun(JobKind.IMPORT, 1, RunOutcome.SUCCEEDED, None, 2, {"created": 4, "rejected": 1}))

    assert lines(registry, "kontor_import_rows_total") == [
        '{outcome="created"} 7.0',
        '{outcome="rejected"} 1.0',
    ]
    assert lines(registry, "kontor_job_seconds_sum") == ['{kind="IMPORT"} 4.0']
