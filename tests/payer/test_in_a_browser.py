"""The payer's page in a real browser: phone and desk, three languages, by keyboard, without scripts."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from domain.locale import Locale
from domain.money import Money
from tests.browser.chromium import get_chromium, launch
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

# What is seen of a page against what the guidelines ask for: widths, contrasts, names.
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FAINT = """() => {
  const channel = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 }
  const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2])
  const read = (text) => text.match(/[\\d.]+/g).map(Number)
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const rgb = read(getComputedStyle(node).backgroundColor)
      if (rgb.length === 3 || rgb[3] > 0) return rgb
    }
    return [255, 255, 255]
  }
  return [...document.body.querySelectorAll('*')]
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .filter((node) => {
      const [a, b] = [light(read(getComputedStyle(node).color)), light(ground(node))]
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5
    })
    .map((node) => node.outerHTML)
}"""
SMALL = """() => [...document.querySelectorAll('a, button')]
  .filter((node) => node.getBoundingClientRect().height < 24 || node.getBoundingClientRect().width < 24)
  .map((node) => node.outerHTML)"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Return one browser for all tests here."""
    async with async_playwright() as playwright:
        started = await launch(playwright, get_chromium())
        yield started
        await started.close()


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
    """Return what is too wide, too faint or too small on a page, or has no name."""
    found = ["too wide"] if await page.evaluate(OVERFLOW) else []
    found += [f"faint: {node}" for node in await page.evaluate(FAINT)]
    found += [f"small: {node}" for node in await page.evaluate(SMALL)]
    if await page.locator("h1").count() != 1:
        found.append("not one heading")
    if not await page.title():
        found.append("no title")
    return found


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
