"""An import is watched from outside until it has ended: progress, memory, and how others fare meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles

import psutil

from tests.benchmarks.contenders import document
from tests.benchmarks.imports.served import BenchmarkFailed, Served

_STATE = """query ($id: ID!) {
  customerImport(id: $id) {
    phase status startedAt finishedAt
    progress { done }
    counts { rows created updated unchanged skipped rejected warnings }
  }
}"""
_LOOK_EVERY_S = 0.1
_ASK_EVERY_S = 0.02


@dataclass(slots=True)
class Watched:
    """What was seen. Phases are in seconds since it was handed in; latencies in milliseconds, by query."""

    seconds: float = 0.0
    longest_silence_s: float = 0.0
    peak_bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    phases: dict[str, float] = field(default_factory=dict)
    latencies: dict[str, list[float]] = field(default_factory=lambda: {"small": [], "customer_list": []})


async def watch(served: Served, import_id: str, key: str) -> Watched:
    """Look at an import until it has ended. Errors: BenchmarkFailed when it has failed."""
    seen, begun = Watched(), time.monotonic()
    changed, latest = begun, -1
    while True:
        state = (await served.ask(_STATE, key, id=import_id))["customerImport"]
        now = time.monotonic()
        if state["progress"]["done"] != latest:
            seen.longest_silence_s = max(seen.longest_silence_s, now - changed)
            changed, latest = now, state["progress"]["done"]
        seen.phases.setdefault(state["phase"], now - begun)
        seen.peak_bytes = max(seen.peak_bytes, held_bytes(served.processes()))
        if state["finishedAt"] is not None:
            seen.seconds, seen.counts = now - begun, state["counts"]
            if not state["status"].startswith("SUCCEEDED"):
                raise BenchmarkFailed(f"the import has ended as {state}")
            return seen
        await asyncio.sleep(_LOOK_EVERY_S)


@asynccontextmanager
async def asking(served: Served, key: str, customers: Sequence[str]) -> AsyncIterator[Watched]:
    """Ask a small question and for a page of 50 in turn, on one connection, for as long as the block runs."""
    seen = Watched()
    questions = asyncio.create_task(_ask(served, key, customers, seen))
    try:
        yield seen
    finally:
        questions.cancel()
        with suppress(asyncio.CancelledError):
            await questions


async def _ask(served: Served, key: str, customers: Sequence[str], seen: Watched) -> None:
    for customer_id in cycle(customers):
        for folder, variables in (("small", {"id": customer_id}), ("customer_list", {"first": 50})):
            begun = time.monotonic()
            await served.ask(document(folder, "kontor"), key, **variables)
            seen.latencies[folder].append((time.monotonic() - begun) * 1000)
            await asyncio.sleep(_ASK_EVERY_S)


def p95(latencies: Sequence[float]) -> float:
    """Return what 95 of 100 stay below; there must be two at least."""
    return quantiles(latencies, n=20)[-1]


def held_bytes(processes: Sequence[psutil.Process]) -> int:
    """Return the memory of processes; what they share is counted once."""
    held = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            held += process.memory_full_info().pss
    return held
