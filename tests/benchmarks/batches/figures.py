"""What a batch must reach, and what was measured."""

from collections.abc import Iterator

from tests.benchmarks.batches.run import Sent
from tests.benchmarks.figures import Figure

_MB = 1_000_000


def batch_figures(found: Sent) -> Iterator[Figure]:
    """Yield the figures of a run."""
    name = f"batch to {found.customers:,}"
    yield _seconds(f"{name}: until it is accepted", found.accepted_s, 2)
    yield _seconds(f"{name}: until its first message is out", found.first_s, 5)
    yield Figure(f"{name}: messages a second", f"{found.rate:.0f}", "≥ 200", found.rate >= 200)
    yield _seconds(f"{name}: from calling it off to its last message", found.cancel_s, 1)


def batch_table(found: Sent) -> list[tuple[str, str]]:
    """Return what lies behind the figures: name and value."""
    return [
        ("until it is asked for", f"{found.created_s:.2f} s"),
        ("until its preflight is there", f"{found.preflight_s:.1f} s"),
        ("a bare loop against the same gateway", f"{found.bare_rate:.0f} a second"),
        ("rate against the bare loop", f"{found.rate / found.bare_rate:.2f} x"),
        ("messages behind the answer to the cancellation", f"{found.after_cancel}"),
        ("memory of API and worker", f"{found.resident / _MB:.0f} MB"),
    ]


def _seconds(name: str, measured: float, target: float) -> Figure:
    return Figure(name, f"{measured:.2f} s", f"≤ {target:g} s", measured <= target)
