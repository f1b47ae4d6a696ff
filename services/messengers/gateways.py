"""Which gateways there are to carry messages, and what one has to know of each."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.delivery.messenger import Certainty


class Tls(StrEnum):
    """When the way to a mail server is encrypted."""

    ALWAYS = "always"  # from the first byte on: smtps://
    REQUIRED = "required"  # by STARTTLS, or not at all
    OFFERED = "offered"  # by STARTTLS, where the server has it
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages are handed over at once, by one worker, and in a second, by all together."""

    at_once: int
    per_second: float | None = None


@dataclass(frozen=True, slots=True)
class LogOnly:
    """Nobody: messages are written to the log and kept in the outbox."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server, and the address that it sends for us."""

    host: str
    port: int
    sender: str
    reply_to: str | None
    tls: Tls
    ca: str | None  # a file of certificates to trust instead of the system's
    user: str | None
    password: str | None = field(repr=False)
    pace: Pace


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """An account at Twilio, or at whoever speaks its API, and a number, a name or a service to send from."""

    url: str
    sid: str
    token: str = field(repr=False)
    sender: str
    pace: Pace


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway that speaks the contract of docs/guides/messengers.md."""

    url: str
    sender: str | None
    token: str | None = field(repr=False)
    secret: str | None = field(repr=False)
    certainty: Certainty
    pace: Pace


Gateway = LogOnly | SmtpServer | TwilioAccount | HttpGateway
