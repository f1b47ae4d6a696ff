"""A guide is played: its requests are sent, and what is answered is compared with what it says."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SHOWN_BASE = "http://localhost:8000"
_CUT = "…"
_DIGEST = re.compile("[0-9a-f]{64}")  # another one each time
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Step:
    """A request of a guide, with the answer that it shows."""

    document: str
    variables: dict[str, Any]
    answer: Any


def blocks(guide: str) -> list[tuple[str, str]]:
    """Return language and text of each block of code."""
    return _BLOCK.findall(guide)


@dataclass(slots=True)
class Player:
    """Sends requests of a guide. What is cut short in it stands for what was answered."""

    url: str
    key: str
    meant: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return self.url.removesuffix("/graphql")

    def ask(self, document: str, variables: Any) -> Any:
        """Return the body of the answer, in English."""
        return httpx.post(
            self.url,
            json={"query": document, "variables": self.exact(variables)},
            headers={"Authorization": f"Bearer {self.key}", "Accept-Language": "en"},
            timeout=60,
        ).json()

    def play(self, step: Step) -> Any:
        """Return the answer as the guide would show it; a query waits until a job is where the guide says."""
        begun = time.monotonic()
        answer = self.ask(step.document, step.variables)
        while (
            step.document.startswith("query")
            and _statuses(answer) != _statuses(step.answer)
            and time.monotonic() - begun < PATIENCE_S
        ):
            time.sleep(0.1)
            answer = self.ask(step.document, step.variables)
        return self.shown(answer, step.answer)

    def first_event(self, document: str, variables: Any) -> Any:
        """Subscribe by server-sent events, and return the first."""
        with httpx.stream(
            "POST",
            self.url,
            json={"query": document, "variables": self.exact(variables)},
            headers={"Authorization": f"Bearer {self.key}", "Accept": "text/event-stream"},
        ) as response:
            events = (line for line in response.iter_lines() if line.startswith("data: {"))
            return json.loads(next(events).removeprefix("data: "))

    def exact(self, said: Any) -> Any:
        """Return what the guide says, with what is cut short in full."""
        match said:
            case dict():
                return {name: self.exact(value) for name, value in said.items()}
            case list():
                return [self.exact(value) for value in said]
            case str() if said in self.meant:
                return self.meant[said]
            case _:
                return said

    def shown(self, answered: Any, said: Any) -> Any:
        """Return an answer, cut short where the guide is; from now on that stands for it."""
        match answered, said:
            case dict(), dict():
                return {name: self.shown(value, said.get(name)) for name, value in answered.items()}
            case list(), list():
                padded = [*said, *[None] * len(answered)]
                return [self.shown(value, other) for value, other in zip(answered, padded, strict=False)]
            case str(), str() if said.endswith(_CUT):
                local = answered.replace(self.base, _SHOWN_BASE, 1)
                if local.startswith(said.removesuffix(_CUT)) or _DIGEST.fullmatch(answered):
                    self.meant[said] = answered
                    return said
                return answered
            case _:
                return answered


def _statuses(answer: Any) -> list[str]:
    """Return the states of jobs in an answer."""
    return list(_found(answer))


def _found(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "status":
                yield str(member)
            else:
                yield from _found(member)
