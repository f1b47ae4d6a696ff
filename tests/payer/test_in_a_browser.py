"""The payer's page in a real browser: phone and desk, three languages, by keyboard, without scripts."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from domain.locale import Locale
from domain.money import Money
from tests.factories import Shop, make_shop
from tests.payer.asking import Asked, Counter, ask

WIDTHS = {320: "the narrowest phone", 360: "a phone", 1280: "a desk"}
PAY = {Locale.DE: "12,50\xa0€ bezahlen", Locale.FR: "Payer 12,50\xa0€", Locale.EN: "Pay €12.50"}
CONFIRM = {
    Locale.DE: "Zahlung bestätigen",
    Locale.FR: "Confirmer le paiement",
    Locale.EN: "Confirm the payment",
}
PAID = {Locale.DE: "Bezahlt. Vielen Dank!", Locale.FR: "Payé. Merci\xa0!", Locale.EN: "Paid. Thank you!"}
LOCALES = {Locale.DE: "de-DE", Locale.FR: "fr-FR", Locale.EN: "en-GB"}

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
# By the guidelines' levels A and AA, except that a page may come anew by itself: ours says how to stop it.
RUN_AXE = """() => axe.run({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {'meta-refresh': {enabled: false}},
}).then((found) => found.violations.map((rule) => rule.id + ': ' + rule.nodes[0].html))"""
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def open_page(
    browser: Browser, width: int, scheme: Literal["light", "dark"] = "light"
) -> tuple[Page, list[str]]:
    """Return a page of this width, and a list of what the browser complains of."""
    opened = await browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page, complaints = await opened.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


async def faults(page: Page) -> list[str]:
    """Return what is too wide for the page, and what axe finds wrong with it."""
    await page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(RUN_AXE)
    return found + (["too wide"] if await page.evaluate(OVERFLOW) else [])


@pytest.mark.parametrize("language", Locale)
@pytest.mark.parametrize("width", WIDTHS, ids=WIDTHS.values())
async def test_a_request_is_paid_at_the_sandbox(
    browser: Browser, counter: Counter, shop: Shop, width: int, language: Locale
) -> None:
    """From the link to the receipt; nothing is cut off, faint, small or refused by the policy on the way."""
    asked = await ask(shop, locale=LOCALES[language])
    page, complaints = await open_page(browser, width)
    await page.goto(counter.url + asked.path)
    found = await faults(page)

    await page.get_by_role("button", name=PAY[language]).click()
    found += await faults(page)
    await page.get_by_role("button", name=CONFIRM[language]).click()
    await expect(page.get_by_role("status")).to_have_text(PAID[language])
    found += await faults(page)

    assert found == []
    assert complaints == []
    assert await asked.payments() == [("SUCCEEDED", 1250)]
    assert await asked.column("status") == "PAID"
    await page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_long_names_and_sums_fit_the_narrowest_phone(
    browser: Browser, counter: Counter, shop: Shop, scheme: Literal["light", "dark"]
) -> None:
    """Also in the dark, and with letters twice as large."""
    long = await make_shop(shop.pool, "Schreinerei und Donaudampfschifffahrtsgesellschaftswerkstatt GmbH")
    asked = await ask(long, Money(987654321012, "EUR"), reference="RE-2026-" + "0123456789" * 9)
    page, _ = await open_page(browser, 320, scheme)
    await page.goto(counter.url + asked.path)

    assert await faults(page) == []
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert await page.evaluate(OVERFLOW) is False
    await page.context.close()


async def test_the_keyboard_alone_is_enough(browser: Browser, counter: Counter, asked: Asked) -> None:
    """The first stop is the button, and where the focus is can be seen at each."""
    page, _ = await open_page(browser, 1280)
    await page.goto(counter.url + asked.path)

    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name=PAY[Locale.DE])).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineWidth"
    assert await page.evaluate(outline) == "3px"
    await page.keyboard.press("Enter")
    await expect(page).to_have_title("Testbank")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")

    await expect(page.get_by_role("status")).to_have_text(PAID[Locale.DE])
    await page.context.close()


async def test_no_script_is_needed(browser: Browser, counter: Counter, asked: Asked) -> None:
    """With scripts switched off, everything goes."""
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(counter.url + asked.path)

    await page.get_by_role("button", name=PAY[Locale.DE]).click()
    await page.get_by_role("button", name=CONFIRM[Locale.DE]).click()

    await expect(page.get_by_role("status")).to_have_text(PAID[Locale.DE])
    await context.close()


async def test_the_language_is_changed_where_one_reads_it(
    browser: Browser, counter: Counter, asked: Asked
) -> None:
    """Each language is named in its own words, and the choice goes along to the bank and back."""
    page, _ = await open_page(browser, 360)
    await page.goto(counter.url + asked.path)

    await page.get_by_role("link", name="Français").click()
    await page.get_by_role("button", name=PAY[Locale.FR]).click()

    await page.get_by_role("button", name=CONFIRM[Locale.FR]).click()

    await expect(page.get_by_role("status")).to_have_text(PAID[Locale.FR])
    await page.context.close()


async def test_a_payment_in_process_can_be_left_alone(
    browser: Browser, counter: Counter, asked: Asked
) -> None:
    """Until the event is in, the page comes anew by itself; who wants to read it in peace says so."""
    page, _ = await open_page(browser, 360)
    await page.goto(counter.url + asked.path)
    await page.get_by_role("button", name=PAY[Locale.DE]).click()
    await asked.shop.fetch("update payment_session set returned_at = now() where merchant_id = $1")

    await page.goto(counter.url + asked.path)
    found = await faults(page)
    await page.get_by_role("link", name="Nicht mehr von selbst aktualisieren").click()

    await expect(page.get_by_role("status")).to_have_text("Ihre Zahlung wird bearbeitet.")
    assert await page.locator("meta[http-equiv]").count() == 0
    assert found == []
    await page.context.close()
