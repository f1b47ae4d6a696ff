"""Over TLS an event goes to whom the host of its URL names, wherever that name leads, and to nobody else."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.webhook import WebhookError
from services.webhooks_out.posting import Answer, NotPosted, Poster
from tests.webhooks_out.certificates import Certificate, certificate
from tests.webhooks_out.names import names
from tests.webhooks_out.receiver import Taken, receiving

SHOP = "hooks.shop.example"
HERE = "127.0.0.1"


async def posted(
    host: str, shown: Certificate, *, trusted: ssl.SSLContext | None = None
) -> tuple[list[Taken], Answer | WebhookError]:
    """Post to a host that leads here, where a certificate is shown; return what came and what came of it."""
    poster = Poster(private=True, trusted=trusted or shown.trusted(), resolve=names(HERE).resolve)
    async with receiving(shown.shown()) as receiver:
        try:
            answer: Answer | WebhookError = await poster.post(f"https://{host}:{receiver.port}/e", {}, b"{}")
        except NotPosted as not_posted:
            answer = not_posted.error
    await poster.close()
    return receiver.taken, answer


@pytest.mark.parametrize(
    ("host", "certified"),
    [
        (SHOP, SHOP),
        ("HOOKS.Shop.example", SHOP),
        (f"{SHOP}.", SHOP),
        (SHOP, "*.shop.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        (HERE, HERE),
    ],
    ids=["the name", "in capitals", "with a dot at its end", "by a wildcard", "international", "an address"],
)
async def test_who_shows_a_certificate_for_the_host_is_told(
    host: str, certified: str, tmp_path: Path
) -> None:
    taken, answer = await posted(host, certificate(tmp_path, certified))

    assert answer == Answer(200)
    assert [one.body for one in taken] == [b"{}"]
    assert taken[0].headers["host"].rpartition(":")[0] == host.lower()


@pytest.mark.parametrize(
    ("host", "certified"),
    [
        (SHOP, "hooks.other.example"),
        (SHOP, HERE),  # for the address that was connected to, which anybody may have by now
        (SHOP, "*.example"),
        (SHOP, "shop.example"),
        ("shop.example", "*.shop.example"),
        (f"{SHOP}.", "hooks.other.example"),
        (HERE, SHOP),
    ],
)
async def test_who_shows_another_one_is_told_nothing(host: str, certified: str, tmp_path: Path) -> None:
    taken, answer = await posted(host, certificate(tmp_path, certified))

    assert (taken, answer) == ([], WebhookError.NOT_CONNECTED)


async def test_a_certificate_that_nobody_vouches_for_is_none(tmp_path: Path) -> None:
    """With what a worker trusts by itself."""
    taken, answer = await posted(SHOP, certificate(tmp_path, SHOP), trusted=ssl.create_default_context())

    assert (taken, answer) == ([], WebhookError.NOT_CONNECTED)


async def test_a_certificate_that_has_ended_is_none(tmp_path: Path) -> None:
    ended = datetime.now(UTC) - timedelta(minutes=1)

    taken, answer = await posted(SHOP, certificate(tmp_path, SHOP, until=ended))

    assert (taken, answer) == ([], WebhookError.NOT_CONNECTED)


async def test_who_speaks_no_tls_is_told_nothing(tmp_path: Path) -> None:
    """It waits for a line of HTTP, which does not come."""
    poster = Poster(
        private=True, trusted=certificate(tmp_path, SHOP).trusted(), resolve=names(HERE).resolve, timeout_s=1
    )

    async with receiving() as receiver:
        with pytest.raises(NotPosted) as not_posted:
            await poster.post(f"https://{SHOP}:{receiver.port}/", {}, b"{}")
    await poster.close()

    assert (receiver.taken, not_posted.value.error) == ([], WebhookError.TIMED_OUT)


async def test_the_name_that_is_asked_for_in_tls_is_the_host(tmp_path: Path) -> None:
    """One machine serves many names, and tells by that which certificate to show."""
    shown = certificate(tmp_path, SHOP)
    context, heard = shown.shown(), list[str | None]()
    context.sni_callback = lambda _socket, name, _context: heard.append(name)
    poster = Poster(private=True, trusted=shown.trusted(), resolve=names(HERE).resolve)

    async with receiving(context) as receiver:
        for host in (SHOP, f"{SHOP}."):
            await poster.post(f"https://{host}:{receiver.port}/", {}, b"{}")
    await poster.close()

    assert heard == [SHOP, SHOP]
