"""Stripe Checkout as a payment provider, asked through Stripe's own library."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import stripe

from domain.ids import Kind, encode
from domain.money import Money
from domain.stripe_amounts import stripe_amount
from services.payment_providers.provider import (
    AmountRefused,
    Checkout,
    CheckoutState,
    Payable,
    ProviderUnavailable,
)

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

log = logging.getLogger("kontor.stripe")

TIMEOUT_S = 15.0
RETRIES = 2
STRIPE_API_URL = "https://api.stripe.com"
# Where payers are sent by Stripe itself.
_HOSTED = "https://checkout.stripe.com"
_AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large", "invalid_charge_amount"})


class StripeCheckout:
    """A PaymentProvider. Its events come to the merchant's endpoint of kind STRIPE.

    They name the request by `client_reference_id`, and request, merchant and session in `metadata`, of the
    checkout and of its payment alike: one account of Stripe may serve several merchants.
    """

    name = "stripe"
    is_test = False

    def __init__(self, api_key: str, api_url: str = STRIPE_API_URL) -> None:
        self._http = stripe.HTTPXClient(timeout=TIMEOUT_S)
        self._stripe = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_url},
            http_client=self._http,
            max_network_retries=RETRIES,
        )
        parts = urlsplit(api_url)
        # A stand-in for Stripe serves its checkouts itself.
        own = () if api_url == STRIPE_API_URL else (f"{parts.scheme}://{parts.netloc}",)
        self.origins: Sequence[str] = (_HOSTED, *own)

    def takes(self, amount: Money) -> bool:
        """Whether Stripe can be told this sum exactly."""
        return stripe_amount(amount) is not None

    async def start(self, payable: Payable) -> Checkout:
        """Begin a Checkout Session; asked again for the same session of ours, Stripe gives the same."""
        amount = stripe_amount(payable.amount)
        if amount is None:
            raise AmountRefused
        try:
            session = await self._stripe.v1.checkout.sessions.create_async(
                _asked(payable, amount), {"idempotency_key": str(payable.session_id)}
            )
        except stripe.StripeError as error:
            raise _understood(error) from error
        if session.url is None:
            raise ProviderUnavailable  # completed meanwhile, in another tab
        return Checkout(session.url, session.id)

    async def look(self, provider_reference: str) -> CheckoutState:
        """Ask how a Checkout Session stands; one that Stripe does not know is over."""
        try:
            session = await self._stripe.v1.checkout.sessions.retrieve_async(
                provider_reference, {"expand": ["payment_intent"]}
            )
        except stripe.InvalidRequestError as error:
            if error.http_status == 404:
                return CheckoutState.OVER
            raise _understood(error) from error
        except stripe.StripeError as error:
            raise _understood(error) from error
        return _state(session)

    async def call_off(self, provider_reference: str) -> CheckoutState:
        """Expire a Checkout Session; one that is not open any more is looked at.

        Source: Stripe, "Expire a Checkout Session": only open ones can be expired, others are refused by 400.
        """
        try:
            session = await self._stripe.v1.checkout.sessions.expire_async(provider_reference)
        except stripe.InvalidRequestError:
            return await self.look(provider_reference)
        except stripe.StripeError as error:
            raise _understood(error) from error
        return _state(session)

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call]


def _asked(payable: Payable, amount: int) -> "SessionCreateParams":
    request_id = encode(Kind.PAYMENT_REQUEST, payable.request_id)
    metadata = {
        "merchant_id": encode(Kind.MERCHANT, payable.merchant_id),
        "request_id": request_id,
        "session_id": encode(Kind.PAYMENT_SESSION, payable.session_id),
    }
    return {
        "mode": "payment",
        "client_reference_id": request_id,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": payable.reference},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": payable.amount.currency.lower(),
                    "unit_amount": amount,
                    "product_data": {"name": f"{payable.merchant_name}: {payable.reference}"},
                },
            }
        ],
        "locale": payable.language.value,
        "expires_at": int(payable.expires_at.timestamp()),
        "success_url": payable.paid_url,
        "cancel_url": payable.left_url,
    }


def _state(session: stripe.checkout.Session) -> CheckoutState:
    if session.status == "open":
        return CheckoutState.OPEN
    if session.status == "expired":
        return CheckoutState.OVER
    payment = session.payment_intent
    failed = (
        session.payment_status == "unpaid"
        and isinstance(payment, stripe.PaymentIntent)
        and payment.status in {"requires_payment_method", "canceled"}
    )
    return CheckoutState.OVER if failed else CheckoutState.PROCESSING


def _understood(error: stripe.StripeError) -> Exception:
    if error.code in _AMOUNT_CODES:
        return AmountRefused()
    # Never the key or the payer: the kind of error, Stripe's code and its number of the request.
    log.warning("Stripe: %s, %s, request %s", type(error).__name__, error.code, error.request_id)
    return ProviderUnavailable()
