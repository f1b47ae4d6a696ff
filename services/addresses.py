"""Where people reach us: the addresses that stand in messages, short, since each letter of an SMS counts."""

from dataclasses import dataclass

from domain.customer import Channel
from domain.ids import EndpointId, Kind, MerchantId, encode

_OPT_OUT = {Channel.SMS: "s", Channel.EMAIL: "e"}
_CHANNELS = {letter: channel for channel, letter in _OPT_OUT.items()}


@dataclass(frozen=True, slots=True)
class Addresses:
    """`public_url` is ours as customers and providers see it, without a slash at its end."""

    public_url: str

    def pay(self, token: str) -> str:
        """Return the payer's page of the request with this token."""
        return f"{self.public_url}/p/{token}"

    def opt_out(self, token: str, channel: Channel) -> str:
        """Return where the recipient of the request with this token asks for no more messages."""
        return f"{self.public_url}/o/{token}/{_OPT_OUT[channel]}"

    def webhook(self, merchant_id: MerchantId, endpoint_id: EndpointId) -> str:
        """Return where a provider tells the merchant what has happened."""
        return (
            f"{self.public_url}/webhooks/"
            f"{encode(Kind.MERCHANT, merchant_id)}/{encode(Kind.WEBHOOK_ENDPOINT, endpoint_id)}"
        )


def opt_out_channel(letter: str) -> Channel | None:
    """Return the channel that the end of an opt-out address means, or None."""
    return _CHANNELS.get(letter)
