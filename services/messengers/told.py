"""What gateways tell us, whatever their words: what became of a message, and what somebody replied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.delivery import DeliveryError, DeliveryStatus
from domain.stop_reply import Reply


@dataclass(frozen=True, slots=True)
class Told:
    """A request of a gateway's: the address as the gateway knows it, headers in lower case, the raw body."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """SENT, DELIVERED or FAILED, with the reason. `about` is our reference, where the gateway repeats it."""

    status: DeliveryStatus
    error: DeliveryError | None = None
    at: datetime | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingReply:
    """An SMS from somebody, numbered by the gateway. `asks` is None when it is for a person to read."""

    id: str
    sender: str
    asks: Reply | None


class GatewayWords(Protocol):
    """How a gateway signs and what its words mean."""

    provider: str  # who numbers its messages

    def require_genuine(self, told: Told) -> None:
        """Let pass what the gateway has signed, over these very bytes.

        Errors: Unverified, of services.webhooks_in.signatures.
        """

    def report(self, told: Told) -> Report | None:
        """Return what it reports, or None when that moves no message.

        Errors: Unreadable, Required, Invalid, of services.webhooks_in.document.
        """

    def reply(self, told: Told) -> IncomingReply | None:
        """Return what somebody replied, or None when it is something else. Errors: as of report."""
