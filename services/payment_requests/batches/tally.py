"""What a preflight has found so far: sums that grow with each customer, and a digest of all of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import Any, Self

import orjson

from domain.batch import SAMPLES
from domain.customer import Channel
from domain.errors import AmountOutOfRange
from domain.ids import CustomerId
from domain.messages.issues import message_issues
from domain.messages.rendered import RenderedMessage
from domain.money import MINOR_LIMIT, Money
from domain.readiness import SendBlocker


@dataclass(frozen=True, slots=True)
class Seen:
    """One customer as a preflight saw them: `state` changes with them; with no messages, they are skipped."""

    customer_id: CustomerId
    state: str
    amount: Money
    blockers: Sequence[SendBlocker]
    messages: Sequence[RenderedMessage]


@dataclass(slots=True)
class Tally:
    """Sums over all customers who have been seen; `blocked` counts those whom a reason keeps out.

    `digest` is a chain: each customer is hashed together with the digest of all before, so that it comes out
    the same however often the preflight was interrupted.
    """

    digest: str
    recipients: int = 0
    will_send: int = 0
    blocked: Counter[str] = field(default_factory=Counter)
    total_minor: int = 0
    segments: int = 0
    samples: list[dict[str, Any]] = field(default_factory=list)
    warnings: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def begun(cls, facts: Mapping[str, Any]) -> Self:
        """Return an empty one; `facts` are what the messages have in common, JSON-able."""
        return cls(sha256(_canonical(facts)).hexdigest())

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "blocked": Counter(kept["blocked"])})

    def as_json(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def add(self, customers: Iterable[Seen]) -> None:
        """Count customers, in their order.

        Errors: AmountOutOfRange when all of them together are asked for more than can be told.
        """
        for seen in customers:
            self._add(seen)
            if self.total_minor > MINOR_LIMIT:
                raise AmountOutOfRange(amount=str(self.total_minor), currency=seen.amount.currency)

    def _add(self, seen: Seen) -> None:
        self.recipients += 1
        self.blocked.update(blocker.value for blocker in seen.blockers if not seen.messages)
        self.digest = sha256(bytes.fromhex(self.digest) + _canonical(_hashed(seen))).hexdigest()
        if not seen.messages:
            return
        self.will_send += 1
        self.total_minor += seen.amount.minor
        for message in seen.messages:
            self._add_message(message)

    def _add_message(self, message: RenderedMessage) -> None:
        self.segments += message.segments or 0
        for issue in message_issues(message):
            # One of a kind: the first message that gives reason to it stands for all.
            self.warnings.setdefault(f"{issue.code} {issue.channel} {issue.locale}", issue.as_json())
        if len(self.samples) < SAMPLES:
            self.samples.append(asdict(message))


def _hashed(seen: Seen) -> list[Any]:
    channels: list[Channel] = [message.channel for message in seen.messages]
    return [str(seen.customer_id), seen.state, seen.amount.minor, channels, list(seen.blockers)]


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS)
