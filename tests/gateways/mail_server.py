"""A mail server that listens on a port of this machine, keeps what it takes, and fails as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import Enum, auto
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "post", "s3cret über"


class Stage(Enum):
    """When a fault shows."""

    GREETING = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()  # instead of asking for the letter
    LETTER = auto()  # the letter is there, and not taken
    TAKEN = auto()  # the letter is taken, and the answer is lost


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is closed."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is said for some seconds; then all goes on."""

    seconds: float


@dataclass
class MailServer:
    """What it has taken, and how it behaves. `faults` answer with an SMTP reply, or as they say."""

    port: int = 0
    faults: dict[Stage, str | Drop | Pause] = field(default_factory=dict)
    taken: list[Envelope] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    encrypted: list[bool] = field(default_factory=list)  # whether each letter came so

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters as a mail program reads them."""
        return [message_from_bytes(_content(envelope), policy=default) for envelope in self.taken]

    # aiosmtpd calls these by their names.
    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        return await self._or_fault(server, Stage.MAIL) or self._agree(envelope, address, options)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if (fault := await self._or_fault(server, Stage.RCPT)) is not None:
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if (fault := await self._or_fault(server, Stage.LETTER)) is not None:
            return fault
        self.taken.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return await self._or_fault(server, Stage.TAKEN) or "250 OK: queued as 4711"

    async def _or_fault(self, server: SMTP, stage: Stage) -> str | None:
        match self.faults.get(stage):
            case Drop():
                _hang_up(server)
                return "421 gone"
            case Pause(seconds=seconds):
                await asyncio.sleep(seconds)
                return None
            case reply:
                return reply

    def _agree(self, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> AuthResult:
        known = LoginPassword(USER.encode(), PASSWORD.encode())
        self.logins += given == known
        return AuthResult(success=given == known, handled=False)


class _Protocol(SMTP):
    """One connection, with the two faults that no hook of aiosmtpd reaches."""

    def __init__(self, mail_server: MailServer, **options: Any) -> None:
        self._mail_server = mail_server
        super().__init__(mail_server, hostname="mail.example", loop=asyncio.get_running_loop(), **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._mail_server.connections += 1
        match self._mail_server.faults.get(Stage.GREETING):
            case Drop():
                transport.close()
            case str(reply):
                assert isinstance(transport, asyncio.WriteTransport)
                transport.write(f"{reply}\r\n".encode())
                transport.close()
            case _:
                super().connection_made(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        match self._mail_server.faults.get(Stage.DATA):
            case Drop():
                _hang_up(self)
            case str(reply):
                await self.push(reply)
            case _:
                await super().smtp_DATA(arg)


@asynccontextmanager
async def mail_server(tls: ssl.SSLContext | None = None, *, login: bool = False) -> AsyncIterator[MailServer]:
    """Run one, with STARTTLS if it has a certificate, for known senders only with `login`."""
    server = MailServer()
    options: dict[str, Any] = {"tls_context": tls, "auth_require_tls": tls is not None}
    if login:
        options |= {"authenticator": server.authenticate, "auth_required": True}
    listening = await asyncio.get_running_loop().create_server(
        lambda: _Protocol(server, **options), host="127.0.0.1", port=0
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()


def _content(envelope: Envelope) -> bytes:
    content = envelope.content
    assert isinstance(content, bytes)
    return content


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()
