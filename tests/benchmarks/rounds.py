"""Which case is put to which server, in turn, and how often."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.benchmarks import cases
from tests.benchmarks.cases import Case
from tests.benchmarks.measure import Sample, Stand, WrongAnswerError, middle
from tests.benchmarks.server import Server
from tests.benchmarks.targets import Targets

# The median of all rounds, by the server's name and the case.
Measured: TypeAlias = Mapping[tuple[str, Case], Sample]

_WARM_UP_S = 1.0
_SAME_ORDER = 2
# What is put to every server that takes it, and what tells about Kontor alone.
_COMPARED = (*cases.COMPARED, cases.SMALL)
_ALONE = (cases.SEARCH, cases.LIST_OF_10, cases.LIST_OF_200, cases.LIST_OF_SMALLER)


@dataclass(frozen=True)
class Plan:
    """How thoroughly to measure."""

    rounds: int
    seconds: float


async def measure_all(
    stand: Stand, servers: Sequence[Server], targets: Mapping[int, Targets], plan: Plan
) -> Measured:
    """Return the medians; servers take turns, so that what disturbs the machine disturbs all of them.

    Errors: WrongAnswerError, also when one server's answers are twice as large as another's.
    """
    samples: dict[tuple[str, Case], list[Sample]] = defaultdict(list)
    for case, takers in _cases(servers):
        print(f"  {case.name}", flush=True)
        for turn in range(plan.rounds):
            for server in takers:
                asking = targets[case.merchant]
                await stand.measure(server, case, asking, _WARM_UP_S, seed=-1 - turn)
                samples[server.contender.name, case].append(
                    await stand.measure(server, case, asking, plan.seconds, seed=turn)
                )
        _check_sizes(case, {name: found for (name, asked), found in samples.items() if asked is case})
    return {key: middle(found) for key, found in samples.items()}


def _check_sizes(case: Case, samples: Mapping[str, Sequence[Sample]]) -> None:
    sizes = {name: found[0].mean_bytes for name, found in samples.items()}
    if max(sizes.values()) > _SAME_ORDER * min(sizes.values()):
        raise WrongAnswerError(f"{case.name}: answers of {sizes} bytes are not about the same")


def _cases(servers: Sequence[Server]) -> Iterator[tuple[Case, list[Server]]]:
    for case in _COMPARED:
        yield case, [server for server in servers if server.contender.takes(case)]
    kontor = [server for server in servers if server.contender.name == "kontor"]
    yield from ((case, kontor) for case in _ALONE)
