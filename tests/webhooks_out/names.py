"""A name server of a test: what it answers, one time after another, and for what it was asked."""

from dataclasses import dataclass, field
from ipaddress import ip_address

from services.webhooks_out.resolving import Addresses


@dataclass(slots=True)
class Names:
    """Answers with the first of `answers`, then the next; the last one stays.

    Where one is empty, there is no such name.
    """

    answers: list[list[str]]
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def resolve(self, host: str, port: int) -> Addresses:
        """Answer in place of the system."""
        self.asked.append((host, port))
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if not answer:
            raise OSError("no such name")
        return [ip_address(text) for text in answer]


def names(*answers: str) -> Names:
    """Return a name server from answers such as `127.0.0.1 ::1`."""
    return Names([answer.split() for answer in answers])
