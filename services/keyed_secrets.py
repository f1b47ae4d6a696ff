"""One secret of the installation becomes a key for each use, so that nothing but the one is kept."""

import base64
import hmac
from uuid import UUID

from domain.consent import address_hash


class KeyedSecrets:
    """Keys derived from one master, which must stay the same for ever: opt-outs are kept under them."""

    def __init__(self, master: bytes) -> None:
        self._master = master

    def address_key(self, merchant_id: UUID) -> bytes:
        """Return the key under which addresses of this merchant's customers are kept (domain.consent)."""
        return self._derived("address", merchant_id.bytes)

    def address_hash(self, merchant_id: UUID, address: str) -> bytes:
        """Return what an E.164 number or a normalised e-mail address of a customer is kept as."""
        return address_hash(self.address_key(merchant_id), address)

    def webhook_secret(self, id: UUID) -> str:
        """Return what the events of a webhook endpoint or subscription are signed with.

        Source: Standard Webhooks, `whsec_` and the base64 of 24 to 64 bytes.
        """
        return "whsec_" + base64.b64encode(self._derived("webhook", id.bytes)).decode()

    def report_tag(self, ids: bytes) -> bytes:
        """Return by which we know an address that we gave a gateway for its reports on a message."""
        return self._derived("report", ids)

    def _derived(self, use: str, message: bytes) -> bytes:
        return hmac.digest(hmac.digest(self._master, use.encode(), "sha256"), message, "sha256")
