"""A process tells what it does as traces when a collector is named; only then is the library loaded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from app.answered import Answered
from app.settings import Settings
from services.witness import Witness


class Spans(Witness, Protocol):
    """Takes what is over: answers, and what background work has come to. It is sent later, in a thread."""

    def add_answer(self, answered: Answered) -> None:
        """Tell of an answer that is over now, and beneath it of its steps."""


@asynccontextmanager
async def tracing(settings: Settings) -> AsyncIterator[Spans | None]:
    """Give what takes spans, and send the last of them at the end of the block; None without a collector."""
    if settings.otel_exporter_otlp_endpoint is None:
        yield None
        return
    # Some megabytes and a thread, for those who asked for it.
    from app.collector import Collector

    collector = Collector(settings.otel_exporter_otlp_endpoint)
    try:
        yield collector
    finally:
        await asyncio.to_thread(collector.close)
