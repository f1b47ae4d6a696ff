"""E-mails over SMTP: which connection carries a letter, and when it carries another."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from domain.customer import Channel
from domain.delivery import DeliveryError
from domain.email import ascii_domain
from domain.ids import Kind, encode
from services.delivery.messenger import (
    Busy,
    Certainty,
    Outgoing,
    Refused,
    Sent,
    Unclear,
    Unreachable,
)
from services.messengers.gateways import SmtpServer
from services.messengers.mail import MailSender, compose
from services.messengers.smtp_session import SmtpSession

# However many connections have died meanwhile: until a server expects the letter nothing is unclear, and
# enough must be left for its verdict of what a send may take (services.delivery.attempt).
EXPECTING_TIMEOUT_S = 10.0


class SmtpMessenger:
    """Hands letters over to one mail server, each connection carrying one after another.

    NEITHER: a mail server does not know a letter again, and can't be asked for it.
    """

    name = "smtp"
    channel = Channel.EMAIL
    certainty = Certainty.NEITHER

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._sender = MailSender(server.sender, server.reply_to)
        self._trust = ssl.create_default_context(cafile=server.ca)
        self._idle: list[SmtpSession] = []
        self.at_once = server.pace.at_once
        self.per_second = server.pace.per_second

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one letter over. Errors: Refused, Busy, Unreachable, Unclear."""
        recipient = ascii_domain(outgoing.address)
        if not recipient.isascii():
            raise Refused(DeliveryError.ADDRESS_REFUSED)  # only SMTPUTF8 could, which few servers take
        letter = compose(outgoing, self._sender, datetime.now(UTC))
        async with self._announced(recipient) as session:
            await session.hand_over(letter)
        # What bounces and the server's log name it by.
        return Sent(f"{encode(Kind.DELIVERY, outgoing.delivery_id)}@{self._sender.domain}")

    async def find(self, reference: str) -> Sent | None:
        """Errors: Unclear, always: a mail server can't be asked."""
        raise Unclear

    async def close(self) -> None:
        """Let go of connections."""
        while self._idle:
            await self._idle.pop().quit()

    @asynccontextmanager
    async def _announced(self, recipient: str) -> AsyncIterator[SmtpSession]:
        """Give a connection that expects a letter; it is kept for the next one when it is still good."""
        try:
            async with asyncio.timeout(EXPECTING_TIMEOUT_S):
                session = await self._expecting(recipient)
        except TimeoutError:
            raise Unreachable from None
        try:
            yield session
        except (Refused, Busy):
            self._idle.append(session)  # with its verdict the server has forgotten the letter
            raise
        except BaseException:
            session.close()
            raise
        self._idle.append(session)

    async def _expecting(self, recipient: str) -> SmtpSession:
        # A server closes what rests for too long, or has carried enough: no word against the letter.
        while self._idle:
            session = self._idle.pop()
            try:
                return await self._announce(session, recipient)
            except Unreachable:
                continue
        session = SmtpSession(self._server, self._trust)
        try:
            await session.open()
        except BaseException:
            session.close()
            raise
        return await self._announce(session, recipient)

    async def _announce(self, session: SmtpSession, recipient: str) -> SmtpSession:
        try:
            await session.announce(recipient)
        except (Refused, Busy):
            await self._keep_reset(session)
            raise
        except BaseException:
            session.close()
            raise
        return session

    async def _keep_reset(self, session: SmtpSession) -> None:
        if await session.reset():
            self._idle.append(session)
        else:
            session.close()
