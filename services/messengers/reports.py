"""Each message has an address of its own for what becomes of it, which only we can have made."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from uuid import UUID

from domain.customer import Channel
from domain.ids import DeliveryId, MerchantId
from services.delivery.messenger import Outgoing
from services.keyed_secrets import KeyedSecrets

_ID = 16
_TAG = 16


@dataclass(frozen=True, slots=True)
class Reported:
    """The message that an address is about."""

    merchant_id: MerchantId
    delivery_id: DeliveryId


class ReportAddresses:
    """Makes and reads them: merchant and delivery, and a tag that binds the two. They don't expire.

    The tag keeps strangers out who guess ids; that it is the gateway who speaks, its signature says.
    """

    def __init__(self, public_url: str, secrets: KeyedSecrets) -> None:
        self._public_url = public_url
        self._secrets = secrets

    def of_message(self, outgoing: Outgoing) -> str:
        """Return where the gateway reports what became of a message."""
        return self.at(outgoing.channel, self.token(outgoing.merchant_id, outgoing.delivery_id))

    def at(self, channel: Channel, token: str) -> str:
        """Return the address with a token, as the gateway was told it."""
        return f"{self._public_url}/gateways/{channel.lower()}/reports/{token}"

    def replies(self) -> str:
        """Return where a gateway passes on what people reply to an SMS."""
        return f"{self._public_url}/gateways/sms/replies"

    def token(self, merchant_id: UUID, delivery_id: UUID) -> str:
        """Return the end of a message's address: 64 letters that fit into a path."""
        ids = merchant_id.bytes + delivery_id.bytes
        return base64.urlsafe_b64encode(ids + self._secrets.report_tag(ids)[:_TAG]).decode()

    def reported(self, token: str) -> Reported | None:
        """Return which message a token is about, or None when we have not made it."""
        try:
            whole = base64.b64decode(token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        ids, tag = whole[: 2 * _ID], whole[2 * _ID :]
        if not hmac.compare_digest(tag, self._secrets.report_tag(ids)[:_TAG]):
            return None
        return Reported(MerchantId(UUID(bytes=ids[:_ID])), DeliveryId(UUID(bytes=ids[_ID:])))
