"""What an import must reach, and what was measured."""

from collections.abc import Iterator

from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.imports.run import Imported
from tests.benchmarks.imports.watching import p95

_MB = 1_000_000


def import_figures(found: Imported) -> Iterator[Figure]:
    """Yield the figures of a run."""
    per_row = found.csv.seconds / found.rows
    name = f"import of {found.rows:,} rows against bare COPY of the same"
    yield at_most(name, found.csv.seconds / found.copy_s, 2.5)
    yield Figure("import: memory of API, worker and reader", f"{found.csv.peak_bytes / _MB:.0f} MB",
                 "≤ 300 MB", found.csv.peak_bytes <= 300 * _MB)  # fmt: skip
    silence = found.csv.longest_silence_s
    yield Figure("import: longest wait for progress", f"{silence:.2f} s", "≤ 1 s", silence <= 1)
    for query, alone in found.alone.latencies.items():
        ratio = p95(found.meanwhile.latencies[query]) / p95(alone)
        yield at_most(f"p95 of {query} during an import against without", ratio, 2.0)
    for kind, (rows, seen) in found.workbooks.items():
        yield at_most(
            f"import of {rows:,} rows of {kind} against CSV, by row", seen.seconds / rows / per_row, 1.5
        )


def import_table(found: Imported) -> list[tuple[str, str]]:
    """Return what lies behind the figures: name and value."""
    phases = ", ".join(f"{name} after {seconds:.1f} s" for name, seconds in found.csv.phases.items())
    counts = ", ".join(f"{count:,} {name}" for name, count in found.csv.counts.items())
    latencies = [
        (
            f"{name}, p95 alone and meanwhile",
            f"{p95(alone):.1f} ms, {p95(found.meanwhile.latencies[name]):.1f} ms",
        )
        for name, alone in found.alone.latencies.items()
    ]
    return [
        ("bare COPY", f"{found.copy_s:.1f} s"),
        ("import, upload not counted", f"{found.csv.seconds:.1f} s"),
        *(("phases", phases), ("rows", counts)),
        *latencies,
    ]
