"""An event goes to an address that was looked at, and never into our own network, whatever is tried."""

import asyncio
import socket
import threading
from ipaddress import ip_address
from pathlib import Path

import pytest

from domain.webhook import WebhookError
from services.webhooks_out import posting
from services.webhooks_out.posting import Answer, NotPosted, Poster
from services.webhooks_out.resolving import resolve
from tests.webhooks_out.certificates import Certificate, certificate
from tests.webhooks_out.names import Names, names
from tests.webhooks_out.receiver import receiving

SHOP = "hooks.shop.example"
# In these tests the first is of the public internet, and the second of our own network.
PUBLIC, OURS = "127.0.0.2", "127.0.0.1"


@pytest.fixture
def shown(tmp_path: Path) -> Certificate:
    return certificate(tmp_path, SHOP)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one address of this machine count as public."""
    monkeypatch.setattr(posting, "is_public", lambda address: address == ip_address(PUBLIC))


async def post(poster: Poster, url: str) -> int | WebhookError:
    """Return the status of the answer, or why there is none."""
    try:
        return (await poster.post(url, {}, b"{}")).status
    except NotPosted as not_posted:
        return not_posted.error


async def test_a_name_that_leads_elsewhere_the_next_time_is_followed_nowhere(
    internet: None, shown: Certificate
) -> None:
    """DNS rebinding: the name leads to the internet when it is looked at, and to us when it is used."""
    server = names(PUBLIC, OURS)
    poster = Poster(private=False, trusted=shown.trusted(), resolve=server.resolve)

    async with (
        receiving(shown.shown(), address=PUBLIC) as receiver,
        receiving(shown.shown(), address=OURS, port=receiver.port) as inside,
    ):
        first = await post(poster, f"https://{SHOP}:{receiver.port}/")
        asked = list(server.asked)
        second = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (first, second) == (200, WebhookError.ADDRESS_REFUSED)
    assert asked == [(SHOP, receiver.port)]
    assert (len(receiver.taken), inside.taken) == (1, [])


@pytest.mark.parametrize("answer", [f"{PUBLIC} {OURS}", f"{OURS} {PUBLIC}"])
async def test_one_address_of_ours_among_others_is_one_too_many(
    internet: None, shown: Certificate, answer: str
) -> None:
    """Else the other one needs only to be away for a moment."""
    poster = Poster(private=False, trusted=shown.trusted(), resolve=names(answer).resolve)

    async with receiving(shown.shown(), address=PUBLIC) as receiver:
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (outcome, receiver.taken) == (WebhookError.ADDRESS_REFUSED, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_is_sent_on_to_our_own_network(internet: None, shown: Certificate, status: int) -> None:
    poster = Poster(private=False, trusted=shown.trusted(), resolve=names(PUBLIC).resolve)

    async with (
        receiving(shown.shown(), address=PUBLIC) as receiver,
        receiving(address=OURS) as inside,
    ):
        receiver.status, receiver.more = status, f"Location: {inside.url}\r\n"
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (outcome, len(receiver.taken), inside.taken) == (status, 1, [])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1"),
        *("169.254.169.254", "168.63.129.16", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%1", "2606:4700::1%1", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:1.1.1.1", "::127.0.0.1"),  # mapped
        *("64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1"),  # NAT64
        *("2002:7f00:1::", "2002:a9fe:a9fe::1"),  # 6to4
        *("2001::7f00:1", "2001:0:a9fe:a9fe::"),  # Teredo
    ],
)
async def test_a_name_may_not_lead_to_what_is_no_address_of_the_internet(address: str) -> None:
    poster = Poster(private=False, resolve=names(address).resolve)

    assert await post(poster, f"https://{SHOP}/") == WebhookError.ADDRESS_REFUSED
    await poster.close()


@pytest.mark.parametrize(
    "url",
    [
        # 127.0.0.1 and 169.254.169.254 in decimal, hexadecimal and octal digits, and cut short
        *("https://2130706433/", "https://0x7f000001/", "https://017700000001/", "https://127.1/"),
        *("https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://0x7F.1:8443/", "https://2852039166/"),
        *("https://0xa9.0xfe.0xa9.0xfe/", "https://169.254.43518/", "https://127.0.0.1./", "https://1.2.0x/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/"),
        *("https://[2002:7f00:1::]/", "https://[fe80::1%25lo]/", "https://[::]/", "https://0.0.0.0/"),
        *("https://localhost/", "https://localhost./", "https://hooks.localhost/", "https://db.internal./"),
        *("https://user@hooks.shop.example/", "https://user:word@hooks.shop.example/", "https://@127.0.0.1/"),
        *("https://hooks.shop.example@127.0.0.1/", "https://hooks.shop.example\\@127.0.0.1/"),
        *("https://hooks.shop.example:22/", "https://hooks.shop.example:0/", "http://hooks.shop.example/"),
        *(
            "https://hooks.shop.example:80/",
            "https://hooks.shop.example:65536/",
            "gopher://hooks.shop.example/",
        ),
        # letters that become others once they are looked up: full width, a Chinese full stop, a circled one
        *("https://１２７.0.0.1/", "https://127。0。0。1/", "https://①27.0.0.1/", "https://bücher.example/"),
    ],
)
async def test_what_is_no_host_of_the_internet_is_not_even_looked_up(url: str) -> None:
    """Also where it was written down while that was allowed."""
    server = names("1.1.1.1")
    poster = Poster(private=False, resolve=server.resolve)

    assert await post(poster, url) == WebhookError.ADDRESS_REFUSED
    assert server.asked == []
    await poster.close()


@pytest.mark.parametrize("host", ["a..example", ".shop.example", "a" * 64 + ".example", "xn--.example"])
async def test_a_host_that_can_be_no_name_is_unknown(host: str) -> None:
    """As the system's own resolver tells."""
    poster = Poster(private=False)

    assert await post(poster, f"https://{host}/") == WebhookError.NAME_UNKNOWN
    await poster.close()


async def test_the_system_is_asked_where_a_name_leads() -> None:
    """It knows more ways to write an address than we do; what it makes of them is what is looked at."""
    assert ip_address("127.0.0.1") in await resolve("localhost", 443)
    assert await resolve("0x7f.1", 443) == [ip_address("127.0.0.1")]


async def test_no_proxy_of_the_environment_is_told(
    internet: None, shown: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiving(shown.shown(), address=PUBLIC) as receiver, receiving() as proxy:
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        poster = Poster(private=False, trusted=shown.trusted(), resolve=names(PUBLIC).resolve)
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
        await poster.close()

    assert (outcome, len(receiver.taken), proxy.taken) == (200, 1, [])


async def test_where_one_address_is_away_the_next_one_is_told(shown: Certificate) -> None:
    """Once, and by the name of both."""
    poster = Poster(private=True, trusted=shown.trusted(), resolve=names("127.0.0.3 127.0.0.2").resolve)

    async with receiving(shown.shown(), address="127.0.0.2") as receiver:
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (outcome, len(receiver.taken)) == (200, 1)


async def test_an_event_that_may_have_arrived_goes_to_no_second_address(shown: Certificate) -> None:
    poster = Poster(private=True, trusted=shown.trusted(), resolve=names("127.0.0.2 127.0.0.3").resolve)

    async with (
        receiving(shown.shown(), address="127.0.0.2") as receiver,
        receiving(shown.shown(), address="127.0.0.3", port=receiver.port) as second,
    ):
        receiver.status = None
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (outcome, len(receiver.taken), second.taken) == (WebhookError.NOT_CONNECTED, 1, [])


async def test_a_name_with_a_thousand_addresses_has_three_of_them_tried(shown: Certificate) -> None:
    """Whoever owns a name server has us knock at no more doors than that."""
    doors = [f"127.0.0.{number}" for number in (3, 4, 5, 2)]
    poster = Poster(private=True, trusted=shown.trusted(), resolve=names(" ".join(doors)).resolve)

    async with receiving(shown.shown(), address="127.0.0.2") as receiver:
        outcome = await post(poster, f"https://{SHOP}:{receiver.port}/")
    await poster.close()

    assert (outcome, receiver.taken) == (WebhookError.NOT_CONNECTED, [])


async def test_who_answers_without_end_is_heard_no_longer_than_needed(shown: Certificate) -> None:
    """The status is all we want; the body is not read."""
    poster = Poster(private=True, trusted=shown.trusted(), resolve=names(OURS).resolve)

    async with receiving(shown.shown()) as receiver:
        receiver.length = 1_000_000_000_000
        answer = await poster.post(f"https://{SHOP}:{receiver.port}/", {}, b"{}")
    await poster.close()

    assert answer == Answer(200)


async def test_name_servers_that_never_answer_hold_up_no_other_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Files are read in threads too, and whoever owns a name server must not stop that."""
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: silent.wait(20))
    poster = Poster(private=False, timeout_s=0.5)

    waiting = [asyncio.create_task(post(poster, f"https://{SHOP}/")) for _ in range(50)]
    await asyncio.sleep(0)
    read = await asyncio.wait_for(asyncio.to_thread(lambda: "a file"), 10)
    outcomes = await asyncio.gather(*waiting)
    silent.set()
    await poster.close()

    assert (read, set(outcomes)) == ("a file", {WebhookError.TIMED_OUT})


async def test_a_name_that_is_none_is_told_as_that() -> None:
    poster = Poster(private=False, resolve=Names([[]]).resolve)

    assert await post(poster, f"https://{SHOP}/") == WebhookError.NAME_UNKNOWN
    await poster.close()
