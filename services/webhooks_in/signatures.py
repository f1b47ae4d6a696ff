"""Whether a body is really its sender's and of now: told by its signature, over the bytes as they came."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import assert_never

from standardwebhooks import Webhook, WebhookVerificationError
from stripe import SignatureVerificationError, WebhookSignature

from domain.errors import Invalid, Required
from domain.webhook_endpoint import EndpointKind

# What was signed longer ago may have been recorded by somebody, and be played again.
TOLERANCE_S = 300
_KEY_BYTES = range(24, 65)


class Unverified(Exception):
    """A signature is missing, somebody else's, or too old or too new."""


def require_signature(kind: EndpointKind, secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """Let pass what is signed with the secret; one of several signatures is enough. Errors: Unverified."""
    try:
        match kind:
            case EndpointKind.STANDARD | EndpointKind.SANDBOX:
                Webhook(secret).verify(body, dict(headers), json_parse=False)
            case EndpointKind.STRIPE:
                signature = headers.get("stripe-signature")
                WebhookSignature.verify_header(body.decode(), signature, secret, TOLERANCE_S)
            case _:
                assert_never(kind)
    except (WebhookVerificationError, SignatureVerificationError, ValueError):
        # The libraries let a header of another form than theirs rise as what it broke.
        raise Unverified from None


def checked_secret(kind: EndpointKind, secret: str | None) -> str | None:
    """Return a secret that a merchant was given by its provider; None for one of ours.

    Errors: Required for Stripe, which makes its own; Invalid for what is no secret of the provider's form.
    Source: Standard Webhooks, `whsec_` and the base64 of 24 to 64 bytes.
    """
    given = (secret or "").strip()
    match kind:
        case EndpointKind.STRIPE:
            if not given:
                raise Required
            if not given.startswith("whsec_") or not given.isascii():
                raise Invalid
            return given
        case EndpointKind.STANDARD:
            if given and len(_key_of(given)) not in _KEY_BYTES:
                raise Invalid
            return given or None
        case EndpointKind.SANDBOX:
            return None
        case _:
            assert_never(kind)


def _key_of(secret: str) -> bytes:
    if not secret.startswith("whsec_"):
        return b""
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return b""
