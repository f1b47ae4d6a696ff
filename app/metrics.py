"""What operators count: requests, plans, connections, and what waits to be done."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.queue_metrics import queue_metrics, written
from app.stream_metrics import StreamMetrics
from app.work_metrics import WorkMetrics
from db.connect import Pool

# A client that gives each operation a name of its own must not fill our memory, and Prometheus'.
NAMES_LIMIT = 200
OTHER = "other"
# From a cached plan's millisecond to the end of patience.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Plans(Protocol):
    """How often an operation's plan was found, and how often it had to be made."""

    found: int
    made: int


class Metrics:
    """The numbers of one process. `exposed` is what Prometheus reads."""

    def __init__(self, plans: Plans) -> None:
        self._registry = CollectorRegistry()
        self._names: set[str] = set()
        self._requests = Counter(
            "kontor_requests",
            "Requests that were answered",
            ("operation", "type", "outcome"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "kontor_request_seconds",
            "Until an answer was sent",
            ("type",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_Plans(plans))
        # Gateways report here what became of messages that workers have sent.
        self.work = WorkMetrics(self._registry)
        self.streams = StreamMetrics(self._registry, self.bounded)

    def count(self, operation: str, type_: str, outcome: str, seconds: float | None) -> None:
        """Count one request; `type_` is a kind of operation, or the place of a page.

        `seconds` are None for what lasts as long as its client likes.
        """
        self._requests.labels(self.bounded(operation), type_, outcome).inc()
        if seconds is not None:
            self._seconds.labels(type_).observe(seconds)

    async def exposed(self, pool: Pool) -> bytes:
        """Return the numbers, with those that the database knows."""
        waiting = await queue_metrics(pool)
        return generate_latest(self._registry) + written(_pool_metrics(pool)) + written(waiting)

    def bounded(self, operation: str) -> str:
        """Return the name of an operation, or OTHER when there have been too many."""
        if operation not in self._names:
            if len(self._names) >= NAMES_LIMIT:
                return OTHER
            self._names.add(operation)
        return operation


def outcome_of(status: int, own_failures: int = 0) -> str:
    """Return `ok`, `refused` for what the client can mend, or `failed`, also for a part of an answer."""
    if own_failures:
        return "failed"
    return "ok" if status < 400 else "refused" if status < 500 else "failed"


class _Plans(Collector):
    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    def collect(self) -> Iterable[Metric]:
        """Give what the cache has counted."""
        counted = CounterMetricFamily("kontor_plans", "Plans looked for", labels=["cache"])
        counted.add_metric(["hit"], self._plans.found)
        counted.add_metric(["miss"], self._plans.made)
        yield counted


def _pool_metrics(pool: Pool) -> Iterator[Metric]:
    connections = GaugeMetricFamily("kontor_pool_connections", "Connections to Postgres", labels=["state"])
    connections.add_metric(["in_use"], pool.in_use)
    connections.add_metric(["free"], pool.free)
    yield connections
    yield GaugeMetricFamily("kontor_pool_limit", "Connections that there may be", value=pool.size)
    yield GaugeMetricFamily(
        "kontor_pool_waiting", "Transactions that wait for a connection", value=pool.waiting
    )
