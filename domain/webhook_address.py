"""To which addresses events may go: those of the public internet, and of nobody's own network."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from domain.errors import WebhookAddressRefused

_DEFAULT_PORTS = {"https": 443, "http": 80}
# Below 1024 other services listen, who would take a request for something else.
_FIRST_FREE_PORT = 1024
# Where a name ends in this, resolvers take it for an address in decimal, octal or hexadecimal digits.
# Source: URL Standard (WHATWG), "ends in a number".
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Source: IANA IPv4 Special-Purpose Address Registry; multicast and reserved from 224.0.0.0 on.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "168.63.129.16/32",  # what tells a machine in Azure about itself
    )
)
# Of IPv6 only this part is given out (IANA); NAT64, mapped, local and multicast addresses lie outside of it.
_GIVEN_OUT_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4 leads to whichever IPv4 address stands in it
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the public internet, whoever may have it there."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    # With a zone it is of one link, whatever its digits are.
    is_given_out = address in _GIVEN_OUT_6 and address.scope_id is None
    return is_given_out and not any(address in network for network in _NOT_PUBLIC_6)


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where events go: `path` is all that follows host and port, as it is sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def certified_name(self) -> str:
        """Whom a certificate must name: never with the dot at the end that DNS allows (RFC 6066, 3)."""
        return self.host.removesuffix(".")


def read_address(url: str, *, private: bool) -> WebhookAddress:
    """Return the parts of an address; with `private`, also of one in our own network and without TLS.

    What a name leads to is another question, to be asked each time.
    Errors: WebhookAddressRefused.
    """
    # What browsers and libraries read in different ways is not read at all.
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in ' "<>\\^`{|}#'):
        raise WebhookAddressRefused
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookAddressRefused from None
    host = parts.hostname
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc or "%" in host:
        raise WebhookAddressRefused
    address = WebhookAddress(
        parts.scheme,
        host,
        _DEFAULT_PORTS[parts.scheme] if port is None else port,
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    if not (private or _may_be_public(address)):
        raise WebhookAddressRefused
    return address


def _may_be_public(address: WebhookAddress) -> bool:
    if address.scheme != "https":
        return False
    if address.port != _DEFAULT_PORTS["https"] and address.port < _FIRST_FREE_PORT:
        return False
    try:
        return is_public(ip_address(address.host))
    except ValueError:
        name = address.host.rstrip(".")
        is_of_our_own = "." not in name or name.endswith((".localhost", ".local", ".internal"))
        return not is_of_our_own and not _NUMBER.fullmatch(name.rpartition(".")[2])
