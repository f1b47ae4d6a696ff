"""What background work has come to is told once it is over, to whoever counts it or follows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.jobs import JobKind
from domain.webhook import WebhookError, WebhookStatus


@dataclass(frozen=True, slots=True)
class MessageAttempt:
    """A message was handed over or asked about; `status` is what it is since: QUEUED and SENDING go on."""

    channel: Channel
    messenger: str
    attempt: int
    status: DeliveryStatus
    error: DeliveryError | None
    seconds: float


@dataclass(frozen=True, slots=True)
class MessageNews:
    """What a message has become without an attempt: its messenger has reported, or it may not go out."""

    channel: Channel
    messenger: str
    status: DeliveryStatus


@dataclass(frozen=True, slots=True)
class EventAttempt:
    """An event was posted to a webhook subscription; PENDING is tried again."""

    attempt: int
    status: WebhookStatus
    error: WebhookError | None
    response_status: int | None
    seconds: float


class RunOutcome(StrEnum):
    """How a worker's time with a job has ended."""

    SUCCEEDED = "SUCCEEDED"
    SUCCEEDED_WITH_ERRORS = "SUCCEEDED_WITH_ERRORS"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    # It waits for something, or the worker stops: a later claim goes on.
    LEFT = "LEFT"
    # By a bug or an outage; it is tried again.
    BROKEN_OFF = "BROKEN_OFF"
    # Another worker had taken this one for dead.
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class JobRun:
    """A worker is done with a job, for now or for good; `failure` is the code of what went wrong.

    `rows` are those of an import that has ended, by what became of them.
    """

    kind: JobKind
    attempt: int
    outcome: RunOutcome
    failure: str | None
    seconds: float
    rows: Mapping[str, int] = field(default_factory=dict)


Ended: TypeAlias = MessageAttempt | MessageNews | EventAttempt | JobRun


class Witness(Protocol):
    """Is told of what has ended: facts, and nothing of a merchant or a person. It neither waits nor fails."""

    def saw(self, ended: Ended) -> None: ...


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All of some, which may be none."""

    all: Sequence[Witness] = ()

    def saw(self, ended: Ended) -> None:
        for witness in self.all:
            witness.saw(ended)


NOBODY = Witnesses()
