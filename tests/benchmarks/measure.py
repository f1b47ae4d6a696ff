"""One measurement: a server under load from a process of its own, and what that cost."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median

from db.connect import Connection
from tests.benchmarks.cases import Case
from tests.benchmarks.contenders import HOME
from tests.benchmarks.load.order import Order, Summary, write_requests
from tests.benchmarks.processes import cpu_seconds, pin
from tests.benchmarks.server import Cores, Server
from tests.benchmarks.targets import Targets

_BACKENDS = """
    select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
"""
_READ_REQUESTS = 2_000
_WRITES_PER_SECOND = 9_000  # more than any contender can take


class WrongAnswerError(Exception):
    """A server answered something else than what was asked; its figures would mean nothing."""


@dataclass(frozen=True)
class Sample:
    """What one run of a case cost. CPU is user and system time of a request, in microseconds."""

    requests_per_s: float
    p50_ms: float
    p95_ms: float
    server_us: float
    postgres_us: float
    mean_bytes: float


def middle(samples: Sequence[Sample]) -> Sample:
    """Return the median of each figure on its own."""
    each = [asdict(sample) for sample in samples]
    return Sample(**{name: median(sample[name] for sample in each) for name in each[0]})


@dataclass(frozen=True)
class Stand:
    """What all measurements of a run share: a connection to look at Postgres, cores, a place for files."""

    watching: Connection
    cores: Cores
    folder: Path
    connections: int = 8

    async def measure(
        self, server: Server, case: Case, targets: Targets, seconds: float, seed: int
    ) -> Sample:
        """Put a case to a server for so many seconds and return what it cost.

        Errors: WrongAnswerError with the first answer that wasn't as expected.
        """
        requests = self.folder / f"{server.contender.name}.requests"
        write_requests(requests, _requests(server, case, targets, seconds, seed))
        backends = [row["pid"] for row in await self.watching.fetch(_BACKENDS)]
        for backend in backends:
            pin(backend, self.cores.postgres)
        before = cpu_seconds([server.pid]), cpu_seconds(backends)
        summary = await self.drive(
            Order(
                port=server.port,
                requests=str(requests),
                seconds=seconds,
                connections=self.connections,
                expected='"displayName"',
                once=case.writes,
            )
        )
        after = cpu_seconds([server.pid]), cpu_seconds(backends)
        count = summary["requests"]
        return Sample(
            requests_per_s=count / summary["seconds"],
            p50_ms=summary["p50_ms"],
            p95_ms=summary["p95_ms"],
            server_us=(after[0] - before[0]) / count * 1e6,
            postgres_us=(after[1] - before[1]) / count * 1e6,
            mean_bytes=summary["mean_bytes"],
        )

    async def drive(self, order: Order) -> Summary:
        """Run the load generator on its cores."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.load.generator"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=HOME.parents[1],
        )
        pin(process.pid, self.cores.load)
        written, _ = await process.communicate(json.dumps(asdict(order)).encode())
        if process.returncode:
            raise WrongAnswerError(f"the load generator ended with {process.returncode}")
        summary: Summary = json.loads(written)
        if summary["failures"]:
            raise WrongAnswerError(
                f"{summary['failures']} of {summary['requests']}: {summary['first_failure']}"
            )
        return summary


def _requests(server: Server, case: Case, targets: Targets, seconds: float, seed: int) -> Iterator[bytes]:
    count = int(seconds * _WRITES_PER_SECOND) if case.writes else _READ_REQUESTS
    random = Random(f"{server.contender.name} {case.name} {seed}")
    for number in range(count):
        yield server.contender.request(case, case.ask(targets, random, number))
