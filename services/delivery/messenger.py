"""The port to whoever carries messages: what it is given, what it answers, and how sure one can be of it."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from domain.customer import Channel
from domain.delivery import DeliveryError
from domain.ids import DeliveryId, MerchantId


class Certainty(Enum):
    """How one finds out whether a message was taken whose answer never came."""

    # It knows our reference for at least a day, and takes a message once, however often it is handed over.
    IDEMPOTENT = "IDEMPOTENT"
    # It tells, asked by our reference, whether it has taken the message.
    ASKABLE = "ASKABLE"
    # Nobody can tell: such a message is UNKNOWN, and never repeated.
    NEITHER = "NEITHER"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it is handed over. Its reference is the delivery's id, the same at each attempt.

    `opt_out_url` is where the recipient asks for no more of them; `html` and `subject` are an e-mail's.
    """

    delivery_id: DeliveryId
    merchant_id: MerchantId
    merchant_name: str
    channel: Channel
    address: str  # E.164 or an e-mail address
    locale: str  # BCP 47
    subject: str | None
    text: str
    html: str | None
    opt_out_url: str

    @property
    def reference(self) -> str:
        """What the provider knows the message by."""
        return str(self.delivery_id)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has taken the message, and knows it by this id, if it gives any."""

    provider_message_id: str | None


class NotSent(Exception):
    """The message was not taken, or nobody can tell. Never carries an address or a text."""

    def __init__(self, error: DeliveryError) -> None:
        super().__init__(error)
        self.error = error


class Refused(NotSent):
    """The provider does not take this message, now or ever: FAILED. What it holds against us is Busy."""


class Busy(NotSent):
    """The provider takes nothing of ours at present, and has not taken this: it is sent later."""

    def __init__(
        self, retry_after_s: float | None = None, error: DeliveryError = DeliveryError.PROVIDER_BUSY
    ) -> None:
        super().__init__(error)
        self.retry_after_s = retry_after_s


class Unreachable(NotSent):
    """Nothing was handed over: it is sent later."""

    def __init__(self, error: DeliveryError = DeliveryError.UNREACHABLE) -> None:
        super().__init__(error)


class Unclear(NotSent):
    """The message was handed over, and what became of it is not known: its certainty says what follows."""

    def __init__(self, error: DeliveryError = DeliveryError.UNCLEAR) -> None:
        super().__init__(error)


class Messenger(Protocol):
    """Who carries the messages of one channel. Used by several tasks at once.

    Any other exception than NotSent is a bug of the messenger, and counts as Unclear.
    """

    @property
    def name(self) -> str:
        """What `delivery.provider` holds, and what its rate is counted under, for all workers together."""

    @property
    def channel(self) -> Channel: ...

    @property
    def certainty(self) -> Certainty: ...

    @property
    def at_once(self) -> int:
        """How many messages one worker hands over at the same time."""

    @property
    def per_second(self) -> float | None:
        """How many messages all workers together hand over in a second; None for as many as it takes."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one message over.

        Errors: Refused, Busy, Unreachable, Unclear.
        """

    async def find(self, reference: str) -> Sent | None:
        """Return the message that was taken under a reference, or None when surely none was.

        Asked of the ASKABLE only. Errors: Busy, Unreachable, Unclear.
        """

    async def close(self) -> None:
        """Let go of connections."""
