"""A request is VIEWED once a person has opened its page, and not because something looks at links."""

import httpx
import pytest

from domain.payment_request import PaymentRequestStatus
from tests.factories import Shop
from tests.payer.asking import BROWSER, Asked, ask

BROWSERS = {
    "a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "an old phone, over plain HTTP": "Mozilla/5.0 (Linux; Android 8.0; Cubot X18) AppleWebKit/537.36 (KHTML,"
    " like Gecko) Chrome/120.0 Mobile Safari/537.36",
}
OTHERS = {
    "a messenger's preview": {"User-Agent": "WhatsApp/2.24.6.77 A"},
    "Apple's preview": {
        "User-Agent": "Mozilla/5.0 AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
    },
    "a search engine": {
        "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    },
    "a mail scanner that says so": {"User-Agent": "Mozilla/5.0 (compatible; BarracudaScanner/1.0)"},
    "a script": {"User-Agent": "curl/8.5.0"},
    "nobody": {"User-Agent": ""},
    "a browser that fetches ahead": {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
    "Safari's top hits": {**BROWSER, "X-Purpose": "preview"},
    "an old Firefox that fetches ahead": {**BROWSER, "X-Moz": "prefetch"},
    "a picture's address": {**BROWSER, "Sec-Fetch-Dest": "image"},
}


@pytest.mark.parametrize("agent", BROWSERS.values(), ids=BROWSERS)
async def test_a_person_has_viewed_it(browser_http: httpx.AsyncClient, asked: Asked, agent: str) -> None:
    """The first time counts, and what is known of it stays."""
    await browser_http.get(asked.path, headers={"User-Agent": agent})
    first = await asked.column("viewed_at")
    await browser_http.get(asked.path, headers={"User-Agent": agent})

    assert first is not None
    assert await asked.column("viewed_at") == first
    assert await asked.column("status") == "VIEWED"


@pytest.mark.parametrize("headers", OTHERS.values(), ids=OTHERS)
async def test_whatever_looks_at_links_has_not(
    browser_http: httpx.AsyncClient, asked: Asked, headers: dict[str, str]
) -> None:
    """It gets the page all the same."""
    page = await browser_http.get(asked.path, headers=headers)

    assert page.status_code == 200
    assert await asked.column("status") == "SENT"
    assert await asked.column("viewed_at") is None


async def test_asking_for_the_head_is_no_look(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    head = await browser_http.head(asked.path)

    assert (head.status_code, head.text) == (200, "")
    assert await asked.column("viewed_at") is None


@pytest.mark.parametrize(
    "status", [PaymentRequestStatus.PAID, PaymentRequestStatus.EXPIRED, PaymentRequestStatus.CANCELED]
)
async def test_looking_at_what_is_over_brings_nothing_back(
    browser_http: httpx.AsyncClient, shop: Shop, status: PaymentRequestStatus
) -> None:
    asked = await ask(shop, status=status)

    await browser_http.get(asked.path)

    assert await asked.column("status") == status
