"""A message becomes a mail that every server takes and every mail program shows, whatever is in it."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.delivery.messenger import Outgoing
from services.messengers.mail import MailSender, compose
from tests.services.messengers.outgoing import an_email

SENDER = MailSender("post@pay.example")
AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
HEADERS = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "Content-Language",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
]
# Whatever Postgres can keep.
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=300)


def read(outgoing: Outgoing, sender: MailSender = SENDER) -> EmailMessage:
    mail = message_from_bytes(compose(outgoing, sender, AT), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_the_headers_are_these_and_no_others() -> None:
    """With one-click opting out, for whoever sends many (RFC 8058)."""
    outgoing = an_email()

    mail = read(outgoing)

    assert mail.keys() == HEADERS
    assert mail["Message-ID"] == f"<dlv_{outgoing.delivery_id}@pay.example>"
    assert mail["Date"] == "Sun, 22 Nov 2026 06:30:00 +0000"
    assert mail["From"] == "Bäckerei Löwe <post@pay.example>"
    assert mail["To"] == "ada@example.com"
    assert mail["Content-Language"] == "de-DE"
    assert mail["List-Unsubscribe"] == "<https://pay.example/o/abc/e>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_answers_go_where_the_setting_says() -> None:
    """To the sender, where it says nothing."""
    mail = read(an_email(), MailSender("post@pay.example", "buero@löwe.example"))

    assert mail["Reply-To"] == "buero@xn--lwe-sna.example"


def test_one_click_is_promised_over_https_only() -> None:
    """RFC 8058, 4; a link to click is there all the same."""
    mail = read(an_email(opt_out_url="http://127.0.0.1:8000/o/abc/e"))

    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/o/abc/e>"
    assert "List-Unsubscribe-Post" not in mail


def test_long_addresses_of_machines_stay_in_one_piece() -> None:
    """Mail programs don't decode what they do not expect to be encoded."""
    url = "https://pay.example/o/" + "A" * 120 + "/e"

    mail = compose(an_email(opt_out_url=url), SENDER, AT)

    assert f"List-Unsubscribe: <{url}>\r\n".encode() in mail


def test_without_html_there_is_one_part() -> None:
    """Plain text is a mail by itself."""
    mail = read(an_email(html=None))

    assert mail.get_content_type() == "text/plain"
    assert _unix(mail.get_content()) == an_email().text + "\n"


@given(text=TEXT)
def test_no_value_begins_a_header(text: str) -> None:
    """Nor ends one: what a merchant or a customer is called stands in its own header, whatever it is."""
    mail = read(an_email(merchant_name=text, subject=text))

    assert mail.keys() == HEADERS
    assert [address.addr_spec for address in mail["From"].addresses] == ["post@pay.example"]


@pytest.mark.parametrize(
    "injected", ["\r\nBcc: eve@example.com", "\nBcc: eve@example.com", "\x0bBcc: x", "\u2028Bcc: x"]
)
def test_a_line_end_in_a_name_is_a_space(injected: str) -> None:
    """The classic."""
    mail = read(an_email(merchant_name=f"Löwe{injected}", subject=f"12,50 €{injected}"))

    assert mail["Subject"] == f"12,50 € {injected.strip()}"
    assert (mail["Bcc"], len(mail["From"].addresses)) == (None, 1)


@given(text=TEXT)
def test_what_is_shown_is_what_was_written(text: str) -> None:
    """Subject and name are as they were but for signs that nobody sees; what looks encoded is not decoded."""
    mail = message_from_bytes(compose(an_email(subject=text), SENDER, AT), policy=compat32)

    shown = str(make_header(decode_header(str(mail["Subject"]).replace("\r\n", ""))))
    assert shown == re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()[:250].rstrip()


@given(text=TEXT, html=TEXT)
def test_the_parts_are_what_was_written(text: str, html: str) -> None:
    """Byte for byte but for the line ends, which mail writes as CRLF, and one at the end."""
    mail = read(an_email(text=text, html=html))

    plain, marked_up = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert marked_up is not None
    assert _unix(plain.get_content()) in {_unix(text), _unix(text) + "\n"}
    assert _unix(marked_up.get_content()) in {_unix(html), _unix(html) + "\n"}


@given(text=TEXT)
def test_any_server_takes_it(text: str) -> None:
    """ASCII, CRLF and nothing else, no line above 998 bytes: RFC 5321 asks for no more of a server."""
    mail = compose(an_email(text=text * 20, html=text * 20, subject=text, merchant_name=text), SENDER, AT)

    lines = mail.split(b"\r\n")
    assert mail.isascii()
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
