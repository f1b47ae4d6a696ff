"""The worker that `serve` brings along, unless workers are run elsewhere."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.counting import SETTING
from app.kept_process import Beside, kept
from app.listening import listen_beside
from app.settings import Settings

# Long enough to end a chunk of an import; what is not done by then, the next worker does.
FINISH_TIMEOUT_S = 10.0
# What is large goes back to the system as soon as it is freed; else the batches of an import, which come from
# several threads, leave 30 MB of holes. glibc's own threshold grows with what it meets, unless it is set.
_GIVING_BACK = {"MALLOC_MMAP_THRESHOLD_": "131072"}


@asynccontextmanager
async def worker_process(settings: Settings, dsn: str) -> AsyncIterator[None]:
    """Keep a worker running beside the block. Its life hangs on ours: it ends when we do, however we end.

    Errors: CannotListen, when the port for its numbers is taken.
    """
    if not settings.worker:
        yield
        return
    if settings.worker_metrics_port is not None:
        # It would end for that, and another, and another.
        listen_beside(settings.host, settings.worker_metrics_port, SETTING).close()
    told = {"DATABASE_URL": dsn, "KONTOR_HOME": str(settings.kontor_home)}
    worker = Beside(
        "the worker",
        ("worker", "--until-stdin-ends"),
        {**os.environ, **_GIVING_BACK, **told},
        FINISH_TIMEOUT_S,
    )
    async with kept(worker):
        yield
