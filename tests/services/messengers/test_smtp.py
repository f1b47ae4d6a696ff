"""A letter reaches the mail server once, and every way in which it can't is told apart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Certainty, NotSent, Refused, Unclear, Unreachable
from services.messengers import smtp_session
from services.messengers.gateways import Pace, SmtpServer, Tls
from services.messengers.smtp import SmtpMessenger
from tests.gateways.mail_server import Drop, MailServer, Pause, Stage, mail_server
from tests.services.messengers.outgoing import an_email


@asynccontextmanager
async def messenger(server: MailServer, **changed: object) -> AsyncIterator[SmtpMessenger]:
    known = {"host": "127.0.0.1", "port": server.port, "sender": "post@pay.example", "reply_to": None}
    rest = {"tls": Tls.OFFERED, "ca": None, "user": None, "password": None, "pace": Pace(8)}
    opened = SmtpMessenger(SmtpServer(**(known | rest | changed)))  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        await opened.close()


async def test_a_letter_arrives_as_it_was_written() -> None:
    """Envelope, headers and both parts, read as a mail program reads them."""
    outgoing = an_email()

    async with mail_server() as server, messenger(server) as smtp:
        sent = await smtp.send(outgoing)

    (letter,) = server.letters
    assert (server.taken[0].mail_from, server.taken[0].rcpt_tos) == ("post@pay.example", ["ada@example.com"])
    assert letter["Message-ID"] == f"<{sent.provider_message_id}>"
    assert letter["From"] == "Bäckerei Löwe <post@pay.example>"
    assert letter["Subject"] == "Ihre Rechnung über 12,50 € 🥐"
    assert _text(letter, "plain") == outgoing.text
    assert _text(letter, "html") == outgoing.html


async def test_a_connection_carries_one_letter_after_another() -> None:
    """Who writes to many does not knock for each."""
    async with mail_server() as server, messenger(server) as smtp:
        for _ in range(3):
            await smtp.send(an_email())

    assert (len(server.taken), server.connections) == (3, 1)


async def test_a_connection_that_was_closed_in_the_meantime_is_replaced() -> None:
    """A server that ends what rests has nothing against the next letter."""
    async with mail_server() as server, messenger(server) as smtp:
        await smtp.send(an_email())
        server.faults[Stage.MAIL] = "421 4.4.2 you have rested for too long"
        with pytest.raises(Unreachable):
            await smtp.send(an_email())
        server.faults.clear()
        await smtp.send(an_email())

    assert (len(server.taken), server.connections) == (2, 3)


@pytest.mark.parametrize(
    ("stage", "fault", "kind", "error"),
    [
        (Stage.GREETING, Drop(), Unreachable, DeliveryError.UNREACHABLE),
        (Stage.GREETING, "554 we know you", Unreachable, DeliveryError.UNREACHABLE),
        (Stage.MAIL, Drop(), Unreachable, DeliveryError.UNREACHABLE),
        (Stage.MAIL, "451 later", Busy, DeliveryError.PROVIDER_BUSY),
        (Stage.MAIL, "550 not from this sender", Busy, DeliveryError.SENDER_REFUSED),
        (Stage.RCPT, Drop(), Unreachable, DeliveryError.UNREACHABLE),
        (Stage.RCPT, "450 4.2.0 greylisted", Busy, DeliveryError.PROVIDER_BUSY),
        (Stage.RCPT, "530 5.7.0 log in first", Busy, DeliveryError.SENDER_REFUSED),
        (Stage.RCPT, "550 5.1.1 nobody of this name", Refused, DeliveryError.ADDRESS_REFUSED),
        (Stage.DATA, Drop(), Unreachable, DeliveryError.UNREACHABLE),
        (Stage.DATA, "452 no room", Busy, DeliveryError.PROVIDER_BUSY),
        (Stage.DATA, "554 no", Refused, DeliveryError.MESSAGE_REFUSED),
        (Stage.LETTER, Drop(), Unclear, DeliveryError.UNCLEAR),
        (Stage.LETTER, "451 later", Busy, DeliveryError.PROVIDER_BUSY),
        (Stage.LETTER, "421 going down", Unreachable, DeliveryError.UNREACHABLE),
        (Stage.LETTER, "554 5.7.1 spam", Refused, DeliveryError.MESSAGE_REFUSED),
        (Stage.LETTER, "999 what", Unclear, DeliveryError.UNCLEAR),
    ],
)
async def test_each_fault_says_what_became_of_the_letter(
    stage: Stage, fault: str | Drop, kind: type[NotSent], error: DeliveryError
) -> None:
    """4xx is later, 5xx is never; nothing is unclear before the letter is on its way. Then all goes on."""
    async with mail_server() as server, messenger(server) as smtp:
        server.faults[stage] = fault
        with pytest.raises(kind) as raised:
            await smtp.send(an_email())
        taken_before = len(server.taken)
        server.faults.clear()
        await smtp.send(an_email())

    assert (raised.value.error, taken_before, len(server.taken)) == (error, 0, 1)


async def test_a_letter_that_was_taken_without_an_answer_is_unclear() -> None:
    """The one case in which saying "sent" or "not sent" would be a guess."""
    async with mail_server() as server, messenger(server) as smtp:
        server.faults[Stage.TAKEN] = Drop()
        with pytest.raises(Unclear):
            await smtp.send(an_email())

    assert len(server.taken) == 1
    assert SmtpMessenger.certainty is Certainty.NEITHER


async def test_a_server_that_thinks_for_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the letter that means later; while it looks at it, the sender decides how long to wait."""
    monkeypatch.setattr(smtp_session, "ANNOUNCING_TIMEOUT_S", 0.2)

    async with mail_server() as server, messenger(server) as smtp:
        server.faults[Stage.RCPT] = Pause(0.5)
        with pytest.raises(Unreachable):
            await smtp.send(an_email())
        server.faults = {Stage.LETTER: Pause(0.5)}
        await smtp.send(an_email())

    assert len(server.taken) == 1


async def test_nobody_there_is_unreachable() -> None:
    """A port on which nothing listens."""
    async with mail_server() as server:
        pass

    async with messenger(server) as smtp:
        with pytest.raises(Unreachable):
            await smtp.send(an_email())


async def test_an_address_that_only_unicode_can_write_is_refused() -> None:
    """Its domain has a form in ASCII, and is written in that; the part before the @ has none."""
    async with mail_server() as server, messenger(server) as smtp:
        await smtp.send(an_email(address="ada@bäckerei.example"))
        with pytest.raises(Refused) as refused:
            await smtp.send(an_email(address="löwe@example.com"))

    assert refused.value.error is DeliveryError.ADDRESS_REFUSED
    assert [envelope.rcpt_tos for envelope in server.taken] == [["ada@xn--bckerei-5wa.example"]]


def _text(letter: object, subtype: str) -> str:
    """Return a part as it was before it became lines of a mail, which end with CRLF, the last one too."""
    content: str = letter.get_body((subtype,)).get_content()  # type: ignore[attr-defined]
    return content.replace("\r\n", "\n").removesuffix("\n")
