"""One connection to a mail server: who is written to is agreed first, then the letter is handed over."""

import asyncio
import logging
import ssl

import aiosmtplib

from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, NotSent, Refused, Unclear, Unreachable
from services.messengers.gateways import SmtpServer, Tls

log = logging.getLogger("kontor.messages")

# RFC 5321, 4.5.3.2 allows minutes for each word. Whoever is so slow before the letter gets it later; to be
# given up only while the letter is on its way would leave it UNKNOWN. All of it fits in what a send may take.
OPENING_TIMEOUT_S = 4.0
ANNOUNCING_TIMEOUT_S = 4.0

# What a server says to a recipient, and means us: no log-in, or no TLS.
_LOGIN_WANTED = frozenset({530, 534, 535, 538})
_GO_ON = 354
_CLOSING = 421
_STARTTLS = {Tls.REQUIRED: True, Tls.OFFERED: None, Tls.OFF: False, Tls.ALWAYS: False}


class SmtpSession:
    """A connection that carries one letter after another."""

    def __init__(self, server: SmtpServer, trust: ssl.SSLContext) -> None:
        self._server = server
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls is Tls.ALWAYS,
            start_tls=_STARTTLS[server.tls],
            tls_context=trust,
            timeout=None,
        )

    async def open(self) -> None:
        """Connect, encrypt and log in as far as asked. Errors: Unreachable, Busy."""
        try:
            async with asyncio.timeout(OPENING_TIMEOUT_S):
                await self._client.connect()
                await self._client.ehlo()
        except aiosmtplib.SMTPAuthenticationError as error:
            self._tell(error)
            raise Busy(None, DeliveryError.SENDER_REFUSED) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            self._tell(error)
            raise Unreachable from None

    async def announce(self, recipient: str) -> None:
        """Have the server expect a letter for somebody. Errors: Refused, Busy, Unreachable."""
        try:
            async with asyncio.timeout(ANNOUNCING_TIMEOUT_S):
                await self._client.mail(self._server.sender)
                await self._client.rcpt(recipient)
                code, _ = await self._client.execute_command(b"DATA")
        except aiosmtplib.SMTPSenderRefused as error:
            raise _later_or(error.code, Busy(None, DeliveryError.SENDER_REFUSED)) from None
        except aiosmtplib.SMTPRecipientRefused as error:
            raise _recipient_refused(error.code) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            raise Unreachable from None
        if code != _GO_ON:
            raise _later_or(code, Refused(DeliveryError.MESSAGE_REFUSED))

    async def hand_over(self, letter: bytes) -> None:
        """Give the announced letter, and wait for the verdict. Errors: Refused, Busy, Unreachable, Unclear.

        Whether the end of the letter arrived can't be seen from here: from its first byte on nobody can tell.
        """
        protocol = self._client.protocol
        if protocol is None:
            raise Unreachable
        try:
            protocol.write(_dotted(letter))
        except aiosmtplib.SMTPServerDisconnected:
            raise Unreachable from None
        try:
            code, _ = await protocol.read_response()
        except (aiosmtplib.SMTPException, OSError):
            raise Unclear from None
        if not 200 <= code < 300:
            raise (
                Unclear if not 400 <= code < 600 else _later_or(code, Refused(DeliveryError.MESSAGE_REFUSED))
            )

    async def reset(self) -> bool:
        """Forget what was announced; return whether the connection can carry another letter."""
        try:
            async with asyncio.timeout(ANNOUNCING_TIMEOUT_S):
                await self._client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return False
        return True

    async def quit(self) -> None:
        """Take leave, if anybody still listens."""
        try:
            await self._client.quit(timeout=1)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            self.close()

    def close(self) -> None:
        """Let go of the connection as it is."""
        self._client.close()

    def _tell(self, error: Exception) -> None:
        # Not what the server said: that may be anything.
        log.warning(
            "the mail server %s:%s: %s %s",
            self._server.host,
            self._server.port,
            type(error).__name__,
            getattr(error, "code", ""),
        )


def _recipient_refused(code: int) -> NotSent:
    if code in _LOGIN_WANTED:
        return Busy(None, DeliveryError.SENDER_REFUSED)
    return _later_or(code, Refused(DeliveryError.ADDRESS_REFUSED))


def _later_or(code: int, otherwise: NotSent) -> NotSent:
    """Return what a refusal means: with 4xx the server asks to come back (RFC 5321, 4.2.1)."""
    if code == _CLOSING:
        return Unreachable()  # it ends the connection, and takes nothing
    return Busy() if 400 <= code < 500 else otherwise


def _dotted(letter: bytes) -> bytes:
    """Return a letter as it goes over the wire: no line of its own is the dot that ends it."""
    lines = letter.replace(b"\r\n.", b"\r\n..")
    return (b"." + lines if lines.startswith(b".") else lines) + b".\r\n"
