"""The page for opting out in a real browser: nothing cut off, faint or small, and no script needed."""

import pytest
from playwright.async_api import Browser, expect

from domain.customer import Channel
from tests.payer.test_in_a_browser import faults, open_page
from tests.payer.test_opt_out import Asked
from tests.payer.test_opt_out import asked as asked
from tests.payer.test_opt_out import url as url


@pytest.mark.parametrize("width", [320, 1280], ids=["the narrowest phone", "a desk"])
async def test_out_and_back_again(browser: Browser, url: str, asked: Asked, width: int) -> None:
    """By two buttons, each in the language that is read."""
    page, complaints = await open_page(browser, width)
    await page.goto(url + asked.path(Channel.SMS))
    found = await faults(page)

    await page.get_by_role("button", name="Keine SMS mehr").click()
    await expect(page.get_by_role("status")).to_have_text("Sie bekommen keine SMS mehr von Laden.")
    found += await faults(page)
    assert await asked.blocks() == ("OPTED_OUT", None)
    await page.get_by_role("link", name="Français").click()
    await page.get_by_role("button", name="Recevoir de nouveau les demandes de paiement par SMS").click()
    found += await faults(page)

    assert found == []
    assert complaints == []
    assert await asked.blocks() == (None, None)
    await page.context.close()
