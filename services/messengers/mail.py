"""What a message looks like as an e-mail: its headers and its parts, as bytes that any server takes."""

import re
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from domain.email import ascii_domain
from domain.ids import Kind, encode
from services.delivery.messenger import Outgoing

# Whoever shows longer ones cuts them.
_LONGEST_NAME = 100
_LONGEST_SUBJECT = 250
_LINE = 76
_LINE_ENDS = re.compile("\r\n?")
# What ends a line, here or elsewhere, or is no sign of its own.
_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class MailSender:
    """Who our e-mails come from: an address that the server sends for, and where answers go if elsewhere."""

    address: str
    reply_to: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def compose(outgoing: Outgoing, sender: MailSender, at: datetime) -> bytes:
    """Return the message as MIME: plain text, and HTML as the alternative where there is some.

    Shape:  ASCII with CRLF, so that no server on its way has to change it. One delivery has one Message-ID.
            No value can begin a header: what ends a line is a space in there. A part's text ends its line.
    Source: RFC 5322, 2045, 2047, 2369, 8058 (one click, over https only), 3834.
    """
    headers = "".join(f"{name}: {value}\r\n" for name, value in _headers(outgoing, sender, at))
    return f"{headers}MIME-Version: 1.0\r\n{_body(outgoing)}".encode("ascii")


def _body(outgoing: Outgoing) -> str:
    plain = _part("plain", outgoing.text)
    if outgoing.html is None:
        return plain
    # Quoted-printable never writes an underscore behind its sign, so no text can end its part.
    boundary = f"=_{outgoing.delivery_id.hex}"
    parts = (plain, _part("html", outgoing.html))  # the last is the one to show, where it can be
    opened = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n{opened}--{boundary}--\r\n'


def _part(subtype: str, text: str) -> str:
    lines = _LINE_ENDS.sub("\n", text if text.endswith("\n") else f"{text}\n")
    # Lines of any length and all of Unicode, and most of it can still be read in the source of the mail.
    written = b2a_qp(lines.encode(), istext=True).decode("ascii").replace("\n", "\r\n")
    return (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{written}"
    )


def _headers(outgoing: Outgoing, sender: MailSender, at: datetime) -> Iterator[tuple[str, str]]:
    yield "Message-ID", f"<{encode(Kind.DELIVERY, outgoing.delivery_id)}@{sender.domain}>"
    yield "Date", format_datetime(at)
    yield "From", _mailbox(outgoing.merchant_name, sender.address)
    yield "To", ascii_domain(outgoing.address)
    if sender.reply_to is not None:
        yield "Reply-To", ascii_domain(sender.reply_to)
    yield "Subject", _prose("Subject", outgoing.subject or "", _LONGEST_SUBJECT)
    yield "Content-Language", outgoing.locale
    yield "Auto-Submitted", "auto-generated"
    yield "List-Unsubscribe", f"<{outgoing.opt_out_url}>"
    if outgoing.opt_out_url.startswith("https://"):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _mailbox(name: str, address: str) -> str:
    shown = _one_line(name, _LONGEST_NAME)
    if _is_plain(shown):
        return formataddr((shown, ascii_domain(address)))
    return f"{_encoded('From', shown)} <{ascii_domain(address)}>"


def _prose(name: str, text: str, limit: int) -> str:
    shown = _one_line(text, limit)
    return shown if _is_plain(shown) else _encoded(name, shown)


def _encoded(name: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """Whether a text stands in a header as it is. What looks like an encoded word would be decoded."""
    return text.isascii() and "=?" not in text


def _one_line(text: str, limit: int) -> str:
    return _ENDS.sub(" ", text).strip()[:limit].rstrip()
