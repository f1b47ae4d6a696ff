"""The port to a payment provider: it is told what is to be paid, and tells where the payer pays it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from domain.ids import MerchantId, RequestId, SessionId
from domain.locale import Locale
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Payable:
    """A request whose payer sets out to pay. Asked with the same `session_id` again, all of it is the same.

    The payer comes back to `paid_url` or `left_url`; what has become of the payment is told by an event, and
    by nothing else.
    """

    merchant_id: MerchantId
    merchant_name: str
    request_id: RequestId
    session_id: SessionId
    reference: str
    amount: Money
    language: Locale
    expires_at: datetime
    paid_url: str
    left_url: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the provider receives the payer, and what it calls this."""

    address: str
    provider_reference: str


class CheckoutState(Enum):
    """What the provider says of a checkout."""

    OPEN = "OPEN"
    PROCESSING = "PROCESSING"  # done with, as far as the payer is concerned
    OVER = "OVER"  # failed or expired: another one can be begun


class ProviderUnavailable(Exception):
    """The provider does not answer, or not as it should. Nothing has been charged; later it may work."""


class AmountRefused(Exception):
    """The provider does not take this sum, for example as too small."""


class PaymentProvider(Protocol):
    """Whom payers are sent to. Used by several tasks at once."""

    @property
    def name(self) -> str:
        """What `payment.provider` holds."""

    @property
    def is_test(self) -> bool:
        """Whether no money is moved, which the pages then say."""

    @property
    def origins(self) -> Sequence[str]:
        """The origins of its checkouts, to which alone a form of ours may lead."""

    def takes(self, amount: Money) -> bool:
        """Whether a sum can be told to it exactly; that it is too small, only `start` finds out."""

    async def start(self, payable: Payable) -> Checkout:
        """Begin a checkout, or find the one that was begun for this session.

        Errors: ProviderUnavailable, AmountRefused.
        """

    async def look(self, provider_reference: str) -> CheckoutState:
        """Return how a checkout stands. Errors: ProviderUnavailable."""

    async def call_off(self, provider_reference: str) -> CheckoutState:
        """Have nobody pay at a checkout any more. Called off twice, it is called off.

        Return OVER once that is so, and PROCESSING when the payer was done before: what has become of that is
        told by an event. Errors: ProviderUnavailable.
        """

    async def close(self) -> None:
        """Let go of connections."""
