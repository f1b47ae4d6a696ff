"""What Kontor must reach, what was measured, and whether it was reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks import cases
from tests.benchmarks.cases import Case
from tests.benchmarks.measure import Sample
from tests.benchmarks.rounds import Measured

_FLAT = 1.02  # the allocator's own breathing; 100,000 requests that leak 64 bytes each would show


@dataclass(frozen=True)
class Figure:
    """One line of the table; `hit` is None when it was not measured, and `measured` says why."""

    name: str
    measured: str
    target: str
    hit: bool | None


def figures(measured: Measured, resident: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures whose servers were measured."""
    by = _By(measured)
    if by.has("bare"):
        yield from _against_bare(by)
    if by.has("postgraphile"):
        yield from _against_postgraphile(by)
    yield from _alone(by)
    yield _memory(resident)


@dataclass(frozen=True)
class _By:
    measured: Measured

    def has(self, server: str) -> bool:
        return any(name == server for name, _ in self.measured)

    def kontor(self, case: Case) -> Sample:
        return self.measured["kontor", case]

    def bare(self, case: Case) -> Sample:
        return self.measured["bare", case]

    def postgraphile(self, case: Case) -> Sample:
        return self.measured["postgraphile", case]


def _against_bare(by: _By) -> Iterator[Figure]:
    for case, most in ((cases.LIST, 1.5), (cases.SMALL, 2.0)):
        ratio = by.kontor(case).server_us / by.bare(case).server_us
        yield at_most(f"server CPU a request against the bare handler: {case.name}", ratio, most)
    ratio = by.kontor(cases.LIST).requests_per_s / by.bare(cases.LIST).requests_per_s
    yield _at_least("requests/s against the bare handler: list", ratio, 0.8)


def _against_postgraphile(by: _By) -> Iterator[Figure]:
    for case in cases.COMPARED:
        ratio = by.kontor(case).requests_per_s / by.postgraphile(case).requests_per_s
        yield _at_least(f"requests/s against PostGraphile 5: {case.name}", ratio, 3.0)


def _alone(by: _By) -> Iterator[Figure]:
    ten, many = (
        _cost_us(by.kontor(case)) / rows for case, rows in ((cases.LIST_OF_10, 10), (cases.LIST_OF_200, 200))
    )
    yield Figure("CPU a row, page of 10 -> 200", f"{ten:.1f} -> {many:.1f} µs", "falls", many < ten)
    larger, smaller = by.kontor(cases.LIST).p50_ms, by.kontor(cases.LIST_OF_SMALLER).p50_ms
    yield at_most("list p50, 200k customers against 50k", larger / smaller, 1.2)
    found, small = by.kontor(cases.SEARCH).p50_ms, by.kontor(cases.SMALL).p50_ms
    yield at_most("search p50 against small", found / small, 5.0)


def _memory(resident: Sequence[int]) -> Figure:
    if not resident:
        return Figure("resident memory", "left out", "flat", None)
    first, last = resident[0], resident[-1]
    shown = f"{first / 2**20:.1f} -> {last / 2**20:.1f} MiB"
    return Figure("resident memory of the API under load", shown, "flat", last <= first * _FLAT)


def _cost_us(sample: Sample) -> float:
    return sample.server_us + sample.postgres_us


def at_most(name: str, ratio: float, most: float) -> Figure:
    """Return the figure of a ratio that must not be greater."""
    return Figure(name, f"{ratio:.2f}", f"≤ {most}", ratio <= most)


def _at_least(name: str, ratio: float, least: float) -> Figure:
    return Figure(name, f"{ratio:.2f}", f"≥ {least}", ratio >= least)
