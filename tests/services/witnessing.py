"""A witness that remembers what it was told."""

from dataclasses import dataclass, field

from services.witness import Ended


@dataclass(frozen=True, slots=True)
class Memory:
    """All that has ended, in its order."""

    ended: list[Ended] = field(default_factory=list)

    def saw(self, ended: Ended) -> None:
        self.ended.append(ended)
