"""What a message is once it is written: the very words that go out, and what they cost."""

from dataclasses import dataclass
from datetime import datetime

from domain.customer import Channel
from domain.money import Money
from domain.sms import SmsEncoding


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a message says about its request.

    `token` is the end of the request's addresses; `expires_at` is an instant, with its time zone.
    """

    reference: str
    amount: Money
    token: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A message as it is sent. `locale` is that of the variant that was chosen.

    An e-mail has a subject and HTML; a text message has an encoding, its segments, and the characters that
    keep it from being written in GSM-7, each once and in their order.
    """

    channel: Channel
    locale: str
    subject: str | None
    text: str
    html: str | None
    encoding: SmsEncoding | None
    segments: int | None
    unicode_characters: tuple[str, ...]
