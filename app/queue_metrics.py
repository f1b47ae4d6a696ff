"""What waits to be done is counted in the database when an operator asks, for all processes together."""

from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from db.connect import Pool
from db.queues import Queue
from services.queues import what_waits


async def queue_metrics(pool: Pool) -> Iterable[Metric]:
    """Return how much waits and for how long, and whether the database answers at all."""
    return _metrics(await what_waits(pool))


def _metrics(waiting: Sequence[Queue] | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("kontor_database_up", "Whether the database answers", value=waiting is not None)
    labels = ["queue", "part", "state"]
    depth = GaugeMetricFamily("kontor_queue_depth", "What is to be done", labels=labels)
    overdue = GaugeMetricFamily(
        "kontor_queue_overdue_seconds", "For how long the oldest has been due", labels=labels
    )
    for queue in waiting or ():
        depth.add_metric([queue.name, queue.part, queue.state], queue.depth)
        overdue.add_metric([queue.name, queue.part, queue.state], queue.overdue_s)
    yield from (depth, overdue)


def written(metrics: Iterable[Metric]) -> bytes:
    """Return what Prometheus reads of numbers that nobody keeps."""
    registry = CollectorRegistry()
    registry.register(_Given(list(metrics)))
    return generate_latest(registry)


class _Given(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Give what was given."""
        return self._metrics
