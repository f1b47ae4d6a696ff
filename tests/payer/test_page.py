"""What a payer reads at /p/{token}, in which language, and what nobody else learns from it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from domain.locale import Locale
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from tests.factories import Shop
from tests.payer.asking import Asked, ask


async def test_the_page_says_who_asks_for_what_and_not_whom(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    """Merchant, amount, reference and a button; nothing of the customer, who may have passed the link on."""
    page = await browser_http.get(asked.path)

    assert page.status_code == 200
    assert "<h1>Zahlung an Laden</h1>" in page.text
    assert '<p class="amount">12,50\N{NO-BREAK SPACE}€</p>' in page.text
    assert "<dd>RE-2026-1042</dd>" in page.text
    assert f'<form method="post" action="{asked.path}/pay?lang=de">' in page.text
    assert "Ada" not in page.text
    assert "Lovelace" not in page.text
    assert "<script" not in page.text


async def test_nobody_keeps_the_page_or_learns_its_address(
    browser_http: httpx.AsyncClient, asked: Asked
) -> None:
    headers = (await browser_http.get(asked.path)).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none';"
        " form-action 'self'"
    )


async def test_the_style_may_be_kept_for_good(browser_http: httpx.AsyncClient, asked: Asked) -> None:
    """Its address names its content; under another version's address there is nothing."""
    page = await browser_http.get(asked.path)
    (path,) = [part for part in page.text.split('"') if part.startswith("/pages/")]

    style = await browser_http.get(path)
    other = await browser_http.get("/pages/0123456789abcdef/page.css")

    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert other.status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "token", ["AAAAAAAAAAAAAAAAAAAAAA", "x", "0" * 5_000, "%00", "ä" * 22, "' or 1=1 --"]
)
async def test_a_made_up_link_leads_nowhere(browser_http: httpx.AsyncClient, token: str, method: str) -> None:
    path = f"/p/{token}" if method == "GET" else f"/p/{token}/pay"

    page = await browser_http.request(method, path, headers={"Accept-Language": "fr-CH, de;q=0.5"})

    assert page.status_code == 404
    assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert "Cette page n’existe pas" in page.text


@pytest.mark.parametrize(
    ("locale", "accepted", "query", "language"),
    [
        ("fr-CH", "de", "", Locale.FR),  # the customer's language is known
        ("fr-CH", "de", "?lang=en", Locale.EN),  # unless the payer chooses
        (None, "en-GB", "", Locale.EN),  # else the browser's
        ("it-IT", "fr", "", Locale.FR),  # also when we don't speak the customer's
        (None, "", "", Locale.DE),  # else the merchant's
        (None, "pt, zh", "?lang=xx", Locale.DE),
    ],
)
async def test_the_page_speaks_the_language_of_its_reader(
    browser_http: httpx.AsyncClient,
    shop: Shop,
    locale: str | None,
    accepted: str,
    query: str,
    language: Locale,
) -> None:
    asked = await ask(shop, locale=locale)

    page = await browser_http.get(asked.path + query, headers={"Accept-Language": accepted})

    assert page.headers["content-language"] == language
    assert f'<html lang="{language}">' in page.text
    heading = {Locale.DE: "Zahlung an Laden", Locale.FR: "Paiement à Laden", Locale.EN: "Payment to Laden"}
    assert f"<h1>{heading[language]}</h1>" in page.text


@pytest.mark.parametrize(
    ("amount", "locale", "written"),
    [
        (Money(123456789, "EUR"), "de-AT", "€\N{NO-BREAK SPACE}1.234.567,89"),
        (Money(1250, "JPY"), "en-GB", "JP¥1,250"),
        (Money(1234, "KWD"), "fr-FR", "1,234\N{NO-BREAK SPACE}KWD"),
    ],
)
async def test_the_amount_is_written_as_in_the_country_of_the_customer(
    browser_http: httpx.AsyncClient, shop: Shop, amount: Money, locale: str, written: str
) -> None:
    asked = await ask(shop, amount, locale=locale)

    page = await browser_http.get(asked.path)

    assert f'<p class="amount">{written}</p>' in page.text


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (PaymentRequestStatus.PAID, "Bezahlt. Vielen Dank!"),
        (PaymentRequestStatus.EXPIRED, "Diese Zahlungsanfrage ist abgelaufen."),
        (PaymentRequestStatus.CANCELED, "Diese Zahlungsanfrage wurde zurückgezogen."),
    ],
)
async def test_what_is_over_is_said_and_has_no_button(
    browser_http: httpx.AsyncClient, shop: Shop, status: PaymentRequestStatus, sentence: str
) -> None:
    asked = await ask(shop, status=status)

    page = await browser_http.get(asked.path)

    assert page.status_code == 200
    assert sentence in page.text
    assert "<form" not in page.text


async def test_a_request_is_over_at_its_time_whoever_has_marked_it(
    browser_http: httpx.AsyncClient, shop: Shop
) -> None:
    asked = await ask(shop, expires_at=datetime.now(UTC) - timedelta(seconds=1))

    page = await browser_http.get(asked.path)
    paying = await browser_http.post(f"{asked.path}/pay")

    assert "Diese Zahlungsanfrage ist abgelaufen." in page.text
    assert paying.headers["location"] == asked.path
    assert await asked.column("status") == "VIEWED"


@pytest.mark.parametrize("status", [PaymentRequestStatus.DRAFT, PaymentRequestStatus.SKIPPED])
async def test_who_was_not_asked_has_no_page(
    browser_http: httpx.AsyncClient, shop: Shop, status: PaymentRequestStatus
) -> None:
    asked = await ask(shop, status=status)

    assert (await browser_http.get(asked.path)).status_code == 404


async def test_names_are_text_and_never_markup(browser_http: httpx.AsyncClient, shop: Shop) -> None:
    """What a merchant or a file has put into a reference is shown as it is, in every place."""
    asked = await ask(shop, reference='"><script>alert(1)</script>{{ 7 * 7 }}')

    page = await browser_http.get(asked.path)

    assert "<dd>&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}</dd>" in page.text


async def test_the_page_is_there_for_its_own_merchant_only(
    browser_http: httpx.AsyncClient, asked: Asked, other_shop: Shop
) -> None:
    """A session of one request says nothing of another's, whosever link it is put on."""
    await browser_http.post(f"{asked.path}/pay")
    session = await asked.shop.value("select id from payment_session where merchant_id = $1")
    foreign = await ask(other_shop)

    page = await browser_http.get(f"{foreign.path}?paid=pse_{session}")

    assert "wird bearbeitet" not in page.text
    assert await asked.shop.value("select returned_at from payment_session where merchant_id = $1") is None
