"""Events go to the public internet alone."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import WebhookAddressRefused
from domain.webhook_address import WebhookAddress, is_public, read_address

# As the libraries of the system know them, beside the list of ours.
NOT_OURS = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
    *("::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::ffff:0:0/96"),
    *("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2001:db8::/32", "2002::/16", "100::/64"),
]


@pytest.mark.parametrize("network", NOT_OURS)
@given(st.data())
def test_no_address_of_these_networks_is_public(network: str, data: st.DataObject) -> None:
    addresses = data.draw(st.ip_addresses(network=network))

    assert not is_public(addresses)


@given(st.ip_addresses())
def test_what_is_public_here_is_global_elsewhere(address: IPv4Address | IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(st.ip_addresses(v=4))
def test_an_address_is_not_let_through_in_another_form(address: IPv4Address) -> None:
    """Mapped, translated or tunnelled, an IPv4 address is none of IPv6 to us."""
    for network in ("::ffff:0:0", "64:ff9b::", "::"):
        assert not is_public(IPv6Address(int(IPv6Address(network)) | int(address)))
    assert not is_public(IPv6Address(int(IPv6Address("2002::")) | int(address) << 80))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_addresses_of_the_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))


def test_no_network_of_ours_is_forgotten() -> None:
    """Each of the list begins and ends outside of the internet."""
    for text in NOT_OURS:
        network: IPv4Network | IPv6Network
        network = IPv6Network(text) if ":" in text else IPv4Network(text)
        assert not is_public(network[0])
        assert not is_public(network[-1])


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://shop.example", WebhookAddress("https", "shop.example", 443, "/")),
        ("https://Shop.Example:8443/a/b?c=d", WebhookAddress("https", "shop.example", 8443, "/a/b?c=d")),
        ("https://shop.example./", WebhookAddress("https", "shop.example.", 443, "/")),
        ("https://8.shop4.a1/", WebhookAddress("https", "8.shop4.a1", 443, "/")),
        ("https://[2606:4700:4700::1111]/", WebhookAddress("https", "2606:4700:4700::1111", 443, "/")),
        (
            "https://xn--bcher-kva.example/%C3%BC",
            WebhookAddress("https", "xn--bcher-kva.example", 443, "/%C3%BC"),
        ),
    ],
)
def test_an_address_is_read(url: str, parts: WebhookAddress) -> None:
    assert read_address(url, private=False) == parts


@pytest.mark.parametrize(
    "url",
    [
        *("http://shop.example/", "ftp://shop.example/", "shop.example", "https:///events", "https://", ""),
        *("https://user@shop.example/", "https://user:password@shop.example/", "https://@shop.example/"),
        *("https://localhost/", "https://a.localhost/", "https://intranet/", "https://db.internal/"),
        *("https://printer.local/", "https://printer.local./", "https://shop.example:25/"),
        *("https://shop.example:0/", "https://shop.example:99999/", "https://shop.example:x/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/"),
        *("https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://10.0.0.1:8443/"),
        *("https://shop.example\\@127.0.0.1/", "https://shop.example/ a", "https://shop.example/\n"),
        *(
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://127.0.0.1./",
            "https://a.0x/",
        ),
        *("https://shop.example#@127.0.0.1/", "https://bücher.example/", "https://shop%2eexample/"),
    ],
)
def test_what_leads_elsewhere_or_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(WebhookAddressRefused):
        read_address(url, private=False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost/", "https://10.0.0.1/"])
def test_our_own_network_is_there_for_those_who_try_it_out(url: str) -> None:
    read_address(url, private=True)


@pytest.mark.parametrize("url", ["https://u@127.0.0.1/", "file:///etc/passwd", "http://a b/"])
def test_and_other_things_are_not(url: str) -> None:
    with pytest.raises(WebhookAddressRefused):
        read_address(url, private=True)
