"""A worker counts its work when a port for its numbers is named; only then is the library loaded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from app.metrics_port import telling_metrics
from app.settings import Settings
from db.connect import connect_pool
from services.witness import Witness

SETTING = "WORKER_METRICS_PORT"


@asynccontextmanager
async def counting(settings: Settings, dsn: str) -> AsyncIterator[Witness | None]:
    """Give what counts, and tell its numbers on the port for as long as the block lasts; None without one.

    Errors: CannotListen.
    """
    if settings.worker_metrics_port is None:
        yield None
        return
    from app.worker_metrics import WorkerMetrics

    metrics = WorkerMetrics()
    pool = await connect_pool(dsn, size=1)
    try:
        exposed = partial(metrics.exposed, pool)
        async with telling_metrics(settings.host, settings.worker_metrics_port, exposed, SETTING):
            yield metrics
    finally:
        await pool.close()
