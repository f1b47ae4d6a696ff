"""The numbers of one worker, for Prometheus: what came of its work, and what waits."""

from prometheus_client import CollectorRegistry, generate_latest

from app.queue_metrics import queue_metrics, written
from app.work_metrics import WorkMetrics
from db.connect import Pool


class WorkerMetrics(WorkMetrics):
    """What a worker counts; `exposed` is what Prometheus reads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        super().__init__(self._registry)

    async def exposed(self, pool: Pool) -> bytes:
        """Return the numbers, with those that the database knows."""
        return generate_latest(self._registry) + written(await queue_metrics(pool))
