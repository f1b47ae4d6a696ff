"""What good clients notice of a thousand that send their headers drop by drop."""

import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from app.settings import CHECKOUT
from tests.benchmarks.connections.place import Place, place
from tests.benchmarks.figures import Figure
from tests.benchmarks.imports.served import BenchmarkFailed
from tests.benchmarks.imports.watching import p95

_QUERY = "{ customers { totalCount } }"
_CLIENTS = 4
_ASK_EVERY_S = 0.02
_WARM_S = 1.0
_MOST = 3.0


@dataclass(frozen=True)
class Slowed:
    """What a run has found: latencies in milliseconds; `opened` counts connections that dripped."""

    slow: int
    seconds: float
    opened: int
    before: list[float]
    during: list[float]


async def run(slow: int, seconds: float) -> Slowed:
    """Ask for so long alone, then as long beside so many slow clients."""
    async with place(slow) as here:
        key = await here.key()
        await _asked(here, key, _WARM_S)
        before = await _asked(here, key, seconds)
        dripping = asyncio.create_task(_dripping(here.port, slow, seconds + 2 * _WARM_S))
        await asyncio.sleep(_WARM_S)
        during = await _asked(here, key, seconds)
        return Slowed(slow, seconds, await dripping, before, during)


async def _dripping(port: int, slow: int, seconds: float) -> int:
    module = "tests.benchmarks.connections.drips"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, str(port), str(slow), str(seconds)),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    opened = int(said or 0)
    if opened < slow:
        raise BenchmarkFailed(f"only {opened} of {slow} slow clients came through")
    return opened


async def _asked(here: Place, key: str, seconds: float) -> list[float]:
    latencies: list[float] = []
    end = time.monotonic() + seconds
    await asyncio.gather(*(_ask(here, key, end, latencies) for _ in range(_CLIENTS)))
    return latencies


async def _ask(here: Place, key: str, end: float, latencies: list[float]) -> None:
    while (begun := time.monotonic()) < end:
        await here.served.ask(_QUERY, key)
        latencies.append((time.monotonic() - begun) * 1_000)
        await asyncio.sleep(_ASK_EVERY_S)


def slow_clients_table(found: Slowed) -> list[tuple[str, str]]:
    """Return what lies behind the figure: name and value."""
    return [
        ("slow clients at once", f"{found.slow:,} for {found.seconds:.0f} s"),
        ("connections that they opened", f"{found.opened:,}"),
        ("good clients, p95 before", f"{p95(found.before):.1f} ms of {len(found.before):,}"),
        ("good clients, p95 during", f"{p95(found.during):.1f} ms of {len(found.during):,}"),
        (
            "good clients, longest before and during",
            f"{max(found.before):.1f} ms, {max(found.during):.1f} ms",
        ),
    ]


def slow_clients_figures(found: Slowed) -> Iterator[Figure]:
    """Yield the one figure: how much slower good clients are answered."""
    ratio = p95(found.during) / p95(found.before)
    name = f"p95 beside {found.slow:,} slow clients against without"
    yield Figure(name, f"{ratio:.2f}", f"≤ {_MOST:g}", ratio <= _MOST)
