"""A password goes to a mail server over TLS only, and a server that is not the one meant gets none."""

import ssl
import subprocess
from pathlib import Path

import pytest

from domain.delivery import DeliveryError
from services.delivery.messenger import Busy, Unreachable
from services.messengers.gateways import Pace, SmtpServer, Tls
from services.messengers.smtp import SmtpMessenger
from tests.gateways.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.services.messengers.outgoing import an_email


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine that nobody else trusts, with its key."""
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*words, "-keyout", path, "-out", path.with_suffix(".crt")], check=True, capture_output=True
    )
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def messenger(
    server: MailServer, tls: Tls, ca: Path | None = None, user: str | None = None, password: str | None = None
) -> SmtpMessenger:
    trusted = None if ca is None else str(ca)
    return SmtpMessenger(
        SmtpServer("127.0.0.1", server.port, "post@pay.example", None, tls, trusted, user, password, Pace(8))
    )


@pytest.mark.parametrize("mode", [Tls.REQUIRED, Tls.OFFERED])
async def test_a_letter_goes_encrypted_where_the_server_can(
    mode: Tls, tls: ssl.SSLContext, certificate: Path
) -> None:
    """By STARTTLS, with a log-in."""
    async with mail_server(tls, login=True) as server:
        smtp = messenger(server, mode, certificate, USER, PASSWORD)
        await smtp.send(an_email())
        await smtp.close()

    assert (server.logins, server.encrypted) == (1, [True])


async def test_where_tls_is_required_nothing_goes_without() -> None:
    """Not even the name of the user: who stands between could have taken the offer away."""
    async with mail_server() as server:
        smtp = messenger(server, Tls.REQUIRED, None, USER, PASSWORD)
        with pytest.raises(Unreachable):
            await smtp.send(an_email())

    assert (server.logins, server.taken) == (0, [])


async def test_a_server_with_a_certificate_of_its_own_is_not_believed(tls: ssl.SSLContext) -> None:
    """Unless the setting names it."""
    async with mail_server(tls, login=True) as server:
        smtp = messenger(server, Tls.OFFERED, None, USER, PASSWORD)
        with pytest.raises(Unreachable):
            await smtp.send(an_email())

    assert (server.logins, server.taken) == (0, [])


async def test_a_wrong_password_is_ours_to_mend(tls: ssl.SSLContext, certificate: Path) -> None:
    """The letter waits; it is not at fault. The log names the server, and no password."""
    async with mail_server(tls, login=True) as server:
        smtp = messenger(server, Tls.REQUIRED, certificate, USER, "wrong")
        with pytest.raises(Busy) as busy:
            await smtp.send(an_email())

    assert (busy.value.error, server.taken) == (DeliveryError.SENDER_REFUSED, [])


async def test_a_server_that_wants_a_log_in_and_gets_none_refuses_us(
    tls: ssl.SSLContext, certificate: Path
) -> None:
    """Not the recipient."""
    async with mail_server(tls, login=True) as server:
        smtp = messenger(server, Tls.REQUIRED, certificate)
        with pytest.raises(Busy) as busy:
            await smtp.send(an_email())
        await smtp.close()

    assert (busy.value.error, server.taken) == (DeliveryError.SENDER_REFUSED, [])
