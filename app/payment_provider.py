"""Which provider payers are sent to: the one that is named, and the sandbox only where nobody is real."""

import logging
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.cannot_start import CannotStart
from app.public_url import public_url
from app.settings import Settings
from db.connect import Pool
from services.addresses import Addresses
from services.keyed_secrets import KeyedSecrets
from services.links import Links
from services.payment_providers.provider import PaymentProvider
from services.payment_providers.sandbox import Sandbox

log = logging.getLogger("kontor")


class ProviderUnclear(CannotStart):
    """The settings name a provider and lack what it needs, or name none and have what one needs."""


def is_sandbox(settings: Settings) -> bool:
    """Whether the bank is played. Not named, it is so only where nobody else can be: on this machine.

    Errors: ProviderUnclear.
    """
    if settings.payment_provider == "stripe" and settings.stripe_api_key is None:
        raise ProviderUnclear("PAYMENT_PROVIDER=stripe needs STRIPE_API_KEY.")
    if settings.payment_provider != "stripe" and settings.stripe_api_key is not None:
        raise ProviderUnclear(
            "STRIPE_API_KEY is set, but PAYMENT_PROVIDER is not stripe: set it, or unset the key."
        )
    if settings.payment_provider is None:
        return settings.public_url is None or _is_this_machine(public_url(settings))
    return settings.payment_provider == "sandbox"


def payment_provider(
    settings: Settings, pool: Pool, links: Links, addresses: Addresses, secrets: KeyedSecrets
) -> PaymentProvider | None:
    """Return whom payers are sent to; None when none is named and payers are real."""
    if is_sandbox(settings):
        return Sandbox(pool, links.of("sandbox"), addresses, secrets)
    if settings.stripe_api_key is not None:
        # Not needed by anybody else, and a fifth of a second to load.
        from services.payment_providers.stripe_checkout import StripeCheckout

        return StripeCheckout(settings.stripe_api_key, settings.stripe_api_url)
    log.warning("PAYMENT_PROVIDER is not set: payers see what they are asked for, and can't pay it online.")
    return None


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
