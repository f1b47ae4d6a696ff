"""An address is shown so that who has it knows it again, and nobody else learns it."""

from domain.customer import Channel

_SHOWN_DIGITS = 2
HIDDEN = "…"


def masked(address: str, channel: Channel) -> str:
    """Return what can be shown of an E.164 number or an e-mail address to whoever holds a link.

    Of a number how it begins and ends, e.g. `+49…67`; of an e-mail address the first letters and the end of
    the domain, e.g. `a…@e….org`.
    """
    if channel is Channel.SMS:
        return f"{address[:3]}{HIDDEN}{address[-_SHOWN_DIGITS:]}"
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain[:1]}{HIDDEN}.{domain.rpartition('.')[2]}"
