"""What a message looks like as an e-mail: its headers and its parts, as bytes that any server takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr

from domain.ids import Kind, encode
from services.delivery.messenger import Outgoing

# Whoever shows longer ones cuts them.
_LONGEST_NAME = 100
_LONGEST_SUBJECT = 250
_LINE = 76
# What ends a line, here or elsewhere, or is no sign of its own.
_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

_UTF_8 = Charset("utf-8")
# Lines of any length and all of Unicode, and most of it can still be read in the source of the mail.
_UTF_8.body_encoding = QP
# Prose is wrapped where it is made; what is left are addresses of machines, which stay in one piece.
_CRLF = compat32.clone(linesep="\r\n", max_line_length=998)


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
    mail = _body(outgoing)
    for name, value in _headers(outgoing, sender, at):
        mail[name] = value
    return mail.as_bytes(policy=_CRLF)


def ascii_domain(address: str) -> str:
    """Return an address with its domain as DNS knows it (RFC 5890); what stands before the @ stays."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def _body(outgoing: Outgoing) -> Message:
    plain = _part("plain", outgoing.text)
    if outgoing.html is None:
        return plain
    both = MIMEMultipart("alternative", policy=_CRLF)
    both.attach(plain)
    both.attach(_part("html", outgoing.html))  # the last is the one to show, where it can be
    return both


def _part(subtype: str, text: str) -> Message:
    part = MIMENonMultipart("text", subtype, policy=_CRLF, charset="utf-8")
    part.set_payload(text if text.endswith("\n") else f"{text}\n", _UTF_8)
    return part


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
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode()


def _is_plain(text: str) -> bool:
    """Whether a text stands in a header as it is. What looks like an encoded word would be decoded."""
    return text.isascii() and "=?" not in text


def _one_line(text: str, limit: int) -> str:
    return _ENDS.sub(" ", text).strip()[:limit].rstrip()
