"""The contenders must say the same before it is measured how fast they say it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import orjson

from tests.benchmarks.cases import Case
from tests.benchmarks.load.generator import ask
from tests.benchmarks.server import Server
from tests.benchmarks.targets import Targets

_SAMPLE = 20
# What all three call alike; ids and amounts are written differently by each.
_TOLD = {"displayName", "name", "email", "reference", "status"}


class DisagreementError(Exception):
    """Two servers answered the same question differently."""


def check_agreement(servers: list[Server], case: Case, targets: Targets) -> None:
    """Put some questions of a case that reads to all servers and compare what they name, in its order.

    Errors: DisagreementError with the question and both answers.
    """
    random = Random(case.name)
    for number in range(_SAMPLE):
        asked = case.ask(targets, random, number)
        answers = {
            server.contender.name: ask(server.port, server.contender.request(case, asked))
            for server in servers
            if server.contender.takes(case)
        }
        told = {name: list(_told(orjson.loads(answer))) for name, answer in answers.items()}
        if not all(told.values()) or len({tuple(names) for names in told.values()}) > 1:
            raise DisagreementError(f"{case.name} {asked}: {answers}")


def _told(answer: Any) -> Iterator[str]:
    match answer:
        case dict():
            # Sorted, since the order of an object's keys means nothing; that of a list does.
            for key in sorted(answer):
                if key in _TOLD and isinstance(answer[key], str):
                    yield answer[key]
                else:
                    yield from _told(answer[key])
        case list():
            for element in answer:
                yield from _told(element)
        case _:
            return
